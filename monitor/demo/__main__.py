"""``python -m monitor.demo``: serve the made-up city until Ctrl-C, for a browser or for a scan by hand."""

import asyncio
import sys
from datetime import UTC, datetime

from monitor.demo.city import REGISTER, City


def _instructions(city: City) -> str:
    rules = ",".join(f"MAP {rule.replace('=', ' ')}" for rule in city.connect_to)
    connect_to = "\n".join(f'  "{rule}",' for rule in city.connect_to)
    return f"""The made-up city is open until Ctrl-C. Its register: {REGISTER}

For govwatch.toml:

[network]
ca_file = "{city.ca_file}"
connect_to = [
{connect_to}
]

With a browser:

chromium --user-data-dir=/tmp/yunxi --ignore-certificate-errors --host-resolver-rules="{rules}" https://www.yunxi.test/
"""


async def _serve() -> None:
    async with City(datetime.now(UTC)) as city:
        sys.stdout.write(_instructions(city))
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    try:
        asyncio.run(_serve())
    except KeyboardInterrupt:
        sys.stdout.write("\nThe made-up city is closed.\n")
