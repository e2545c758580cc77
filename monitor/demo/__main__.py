"""``python -m monitor.demo``: serve the made-up city until Ctrl-C, for a browser or for a scan by hand."""

import asyncio
import signal
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
        await _asked_to_stop()
    sys.stdout.write("\nThe made-up city is closed.\n")


async def _asked_to_stop() -> None:
    # Handlers of our own: a shell starts background programs with Ctrl-C ignored, and KeyboardInterrupt never comes.
    asked = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, asked.set)
    await asked.wait()


if __name__ == "__main__":
    asyncio.run(_serve())
