"""Other link checkers on the same site, each in its own environment and for a bounded time.

Who does not end in that time is charged for the pages it had read. What a peer says is broken is taken from its output.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.site.plan import PORT, SITE

HERE = Path(__file__).parent
PEERS = HERE / ".venv"
START = f"http://{SITE}:{PORT}/"

_SCRAPY = """
import sys, scrapy
from urllib.parse import urlsplit
class Links(scrapy.Spider):
    name = "links"
    start_urls = [START]
    handle_httpstatus_all = True
    custom_settings = dict(LOG_LEVEL="ERROR", ROBOTSTXT_OBEY=False, CONCURRENT_REQUESTS=50, RETRY_ENABLED=False,
        CONCURRENT_REQUESTS_PER_DOMAIN=50, DOWNLOAD_DELAY=0, TELNETCONSOLE_ENABLED=False, HTTPERROR_ALLOW_ALL=True)
    def parse(self, response):
        asked = (response.request.meta.get("redirect_urls") or [response.request.url])[0]
        if response.status >= 400:
            print("BROKEN", asked, flush=True)
            return
        if response.request.method == "HEAD" or not hasattr(response, "xpath") or not response.url.startswith(START):
            return
        for raw in response.xpath("//a/@href | //img/@src | //link/@href | //script/@src").getall():
            url = response.urljoin(raw.strip()).partition("#")[0]
            if not url.startswith(("http://", "https://")):
                continue
            path = urlsplit(url).path
            page = url.startswith(START) and path.endswith((".html", "/"))
            yield scrapy.Request(url, method="GET" if page else "HEAD", errback=self.failed)
    def failed(self, failure):
        request = failure.request
        print("BROKEN", (request.meta.get("redirect_urls") or [request.url])[0], flush=True)
""".replace("START", repr(START))


@dataclass(frozen=True, slots=True)
class Peer:
    """Another tool: how it is started, how its version is asked for, and how its output names what is broken."""

    name: str
    command: tuple[str, ...]
    version: tuple[str, ...]
    broken: Callable[[str], set[str]]
    recursive: bool = True


def _of_lines(pattern: str) -> Callable[[str], set[str]]:
    found = re.compile(pattern, re.MULTILINE)
    return lambda output: set(found.findall(output))


def _of_lychee(output: str) -> set[str]:
    try:
        report, _ = json.JSONDecoder().raw_decode(output, output.index("{"))  # hints follow it
    except ValueError:
        return set()
    maps = [report.get(name) or {} for name in ("error_map", "fail_map", "timeout_map")]
    return {one["url"] for failed in maps for every in failed.values() for one in every}


def peers(work: Path) -> list[Peer]:
    """The peers that are installed; see docs/performance.md for how to install them."""
    (work / "spider.py").write_text(_SCRAPY)
    pages = sorted((work / "site" / "www").rglob("*.html"))
    urls = [START + str(page.relative_to(work / "site" / "www")).removesuffix("index.html") for page in pages]
    (work / "urls.txt").write_text("\n".join(urls))
    # The header that it asks for only takes away its floor: what it waits otherwise is one over this.
    (work / "linkcheckerrc").write_text("[checking]\nmaxrequestspersecond=1000000\n")
    program = PEERS / "bin"
    linkinator = PEERS / "node" / "node_modules" / ".bin" / "linkinator"
    every = [
        Peer("scrapy", (f"{program}/scrapy", "runspider", f"{work}/spider.py"), (f"{program}/scrapy", "version"),
             _of_lines(r"^BROKEN (\S+)")),
        Peer("linkinator", (str(linkinator), START, "--recurse", "--concurrency", "50", "--timeout", "0"),
             (str(linkinator), "--version"), _of_lines(r"^\s*\[(?:0|[45]\d\d)\] (\S+)")),
        Peer("LinkChecker", (f"{program}/linkchecker", "-f", f"{work}/linkcheckerrc", "--no-status", "--check-extern",
                             "-t10", "--no-robots", "-o", "text", START),
             (f"{program}/linkchecker", "--version"), _of_lines(r"^Real URL\s+(\S+)$")),
        Peer("lychee", (f"{program}/lychee", "--format", "json", "--no-progress", "--max-concurrency", "50",
                        "--host-concurrency", "50", "--host-request-interval", "0ms",
                        "--max-retries", "0",
                        *urls), (f"{program}/lychee", "--version"), _of_lychee, recursive=False),
    ]  # fmt: skip
    return [peer for peer in every if Path(peer.command[0]).exists()]
