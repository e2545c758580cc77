"""Verified HTTPS visits a second on one core: ``python -m benchmarks.probes [ROUNDS [FOLDER]]``.

Every visit is to a host that was never visited before: a new connection, a full TLS 1.3 handshake with a P-256 key, a
chain verified against an authority of our own (``ca_file``), the host's robots.txt, and its home page (1 KB). nginx on
the other core resumes no session. Visits are the product's own, as its availability probe makes them, fifty at once and
with all manners. The median of the rounds counts, in processor time of this process. Beside it stand the same client
and bare aiohttp asking by HEAD and not for robots.txt, and OpenSSL's handshake alone. It writes one JSON object to its
output.
"""

import asyncio
import itertools
import json
import os
import socket
import ssl
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import aiohttp
import trustme
from aiohttp.abc import AbstractResolver, ResolveResult

from benchmarks.measured import CORE
from benchmarks.site.plan import SITE
from benchmarks.site.serve import nginx
from checks.evidence import Response
from checks.vocabulary import LinkOutcome
from monitor import clock
from monitor.look.client import Client
from monitor.look.clock import Clock
from monitor.look.heap import settle_in
from monitor.look.looking import Looking
from monitor.look.message import Body
from monitor.look.policy import Manners, Network, Policy
from monitor.look.tls import Contexts

PORT = 18_443
VISITS, AT_ONCE = 500, 50
_HOME = "<!doctype html><title>示例</title>" + "<p>云溪市人民政府门户网站。</p>" * 20
_HTTP = """
  default_type "text/html; charset=utf-8";
  access_log off; server_tokens off; keepalive_timeout 2s;
  server {{
    listen {site}:{port} ssl backlog=2048;
    ssl_certificate {folder}/leaf.pem; ssl_certificate_key {folder}/leaf.pem;
    ssl_protocols TLSv1.3; ssl_session_tickets off; ssl_session_cache off; ssl_ecdh_curve X25519;
    location = /robots.txt {{ return 404; }}
    location / {{ return 200 "{home}"; }}
  }}
"""
_hosts = itertools.count()

Visit = Callable[[str], Awaitable[bool]]
"""Visits a host; whether it opened."""


@contextmanager
def serving(folder: Path) -> Iterator[Path]:
    """The TLS server while the body runs; gives the file of the authority that its certificate leads to."""
    folder.mkdir(parents=True, exist_ok=True)
    authority = trustme.CA(key_type=trustme.KeyType.ECDSA)
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    leaf = authority.issue_cert("*.bench.test", key_type=trustme.KeyType.ECDSA)
    leaf.private_key_and_cert_chain_pem.write_to_path(str(folder / "leaf.pem"))
    http = _HTTP.format(folder=folder, site=SITE, port=PORT, home=_HOME)
    with nginx(folder, http, (SITE, PORT)):
        yield folder / "ca.pem"


async def all_of(visit: Visit) -> float:
    """So many visits to new hosts. Processor milliseconds a visit; raises for one that did not open."""
    hosts = iter([f"h{next(_hosts)}.bench.test" for _ in range(VISITS)])

    async def work() -> None:
        for host in hosts:
            if not await visit(host):
                raise RuntimeError(f"{host} did not open")

    before = time.process_time()
    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(work())
    return (time.process_time() - before) / VISITS * 1000


async def product(policy: Policy) -> float:
    """The visits of the availability probe, verified."""
    async with Looking(policy, Clock(clock.now)) as looking:

        async def visit(host: str) -> bool:
            return _opened(await looking.fetch(f"https://{host}/"))

        return await all_of(visit)


async def by_head(policy: Policy) -> float:
    """The same client, asking for the home page by HEAD and not for robots.txt."""
    async with Client(policy, Clock(clock.now)) as client:

        async def visit(host: str) -> bool:
            return _opened(await client.fetch(f"https://{host}/", method="HEAD", body=Body.NONE))

        return await all_of(visit)


class _ToServer(AbstractResolver):
    """Every name leads to the server."""

    async def resolve(self, host: str, *_: Any, **__: Any) -> list[ResolveResult]:
        """Its one address."""
        return [ResolveResult(hostname=host, host=SITE, port=PORT, family=socket.AF_INET, proto=0, flags=0)]

    async def close(self) -> None:
        """Nothing to close."""


async def bare_aiohttp(policy: Policy) -> float:
    """aiohttp as it comes, asking for the home page by HEAD."""
    context = Contexts.built(policy.network.ca_file).verifying
    connector = aiohttp.TCPConnector(resolver=_ToServer(), ssl=context, limit=0)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session:

        async def visit(host: str) -> bool:
            async with session.head(f"https://{host}/") as reply:
                return reply.status == 200

        return await all_of(visit)


async def handshake(policy: Policy) -> float:
    """Nothing but connecting and shaking hands, over asyncio."""
    context = Contexts.built(policy.network.ca_file).verifying
    loop = asyncio.get_running_loop()

    async def visit(host: str) -> bool:
        transport, _ = await loop.create_connection(asyncio.Protocol, SITE, PORT, ssl=context, server_hostname=host)
        version = transport.get_extra_info("ssl_object").version()
        transport.abort()
        return bool(version == "TLSv1.3")

    return await all_of(visit)


def _opened(response: Response) -> bool:
    return response.outcome is LinkOutcome.OK


async def measure(ca_file: Path, rounds: int) -> dict[str, Any]:
    """So many rounds of each, in turn, after one that does not count."""
    network = Network(connect_to=(f"*:443={SITE}:{PORT}",), allow_private=("127.0.0.0/8",), ca_file=ca_file)
    policy = Policy(manners=Manners(rate=1e6, concurrency=AT_ONCE, share=AT_ONCE), network=network)
    settle_in()  # as every look does, for all of them
    cost: dict[str, list[float]] = {}
    for number in range(rounds + 1):
        for work in (product, by_head, bare_aiohttp, handshake):
            spent = await work(policy)
            if number:
                cost.setdefault(work.__name__, []).append(spent)
    middle = {name: median(values) for name, values in cost.items()}
    return {
        "probes_per_second": round(1000 / middle["product"]),
        "cpu_ms_per_probe": round(middle["product"], 3),
        "by_head_per_second": round(1000 / middle["by_head"]),
        "bare_aiohttp_per_second": round(1000 / middle["bare_aiohttp"]),
        "bare_handshakes_per_second": round(1000 / middle["handshake"]),
        "rounds": rounds,
        "openssl": ssl.OPENSSL_VERSION,
    }


def main(rounds: int, folder: Path) -> dict[str, Any]:
    """Measure on the visitors' core, with the server on the other."""
    if (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {CORE})
    with serving(folder) as ca_file:
        return asyncio.run(measure(ca_file, rounds))


if __name__ == "__main__":
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    work = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).parent / ".work"
    print(json.dumps(main(rounds, work.absolute() / "probes")))
