"""A visitor of the made-up city that shares no code with the product: a small crawler, to hold the truth against.

It knows only what the tests need of the rules: paths are UTF-8 and queries are in the page's charset when
percent-encoded, and what stands on a page of a path site belongs to that site.
"""

import ssl
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from socket import AF_INET, AF_UNSPEC, AddressFamily
from urllib.parse import quote

import ada_url
import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from bs4 import BeautifulSoup

from monitor.demo.city import City

HOMES = {
    "云溪市人民政府门户网站": "https://www.yunxi.test/",
    "云溪市人民政府办公室网站": "https://www.yunxi.test/yxszfbgs/",
    "云溪市教育局网站": "http://jyj.yunxi.test/",
    "云溪市水利局网站": "https://slj.yunxi.test/",
    "清溪县人民政府门户网站": "https://qx.yunxi.test/",
    "云溪市体育局网站": "https://tyj.yunxi.test/",
    "云溪市人力资源和社会保障局网站": "https://rsj.yunxi.test/",
    "云溪市住房和城乡建设局网站": "https://zjj.yunxi.test/",
    "云溪市文化和旅游局网站": "https://wlj.yunxi.test/",
    "云溪市卫生健康委员会网站": "https://wjw.yunxi.test/",
    "云溪市统计局网站": "https://tjj.yunxi.test/",
    "云溪市审计局网站": "https://sjj.yunxi.test/",
}


class CityResolver(AbstractResolver):
    """Knows the hosts of the city by its rules, and no others."""

    def __init__(self, city: City) -> None:
        self.places = {rule.partition("=")[0]: rule.partition("=")[2].rpartition(":") for rule in city.connect_to}

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: AddressFamily = AF_UNSPEC,  # noqa: ARG002
    ) -> list[ResolveResult]:
        if f"{host}:{port}" not in self.places:
            raise OSError(f"no such name: {host}")
        address, _, goal = self.places[f"{host}:{port}"]
        return [ResolveResult(hostname=host, host=address, port=int(goal), family=AF_INET, proto=0, flags=0)]

    async def close(self) -> None:
        return


@asynccontextmanager
async def visit(city: City, *, verify: bool = True) -> AsyncIterator[aiohttp.ClientSession]:
    """A client that finds the hosts of the city and trusts its authority."""
    context = ssl.create_default_context(cafile=str(city.ca_file))
    connector = aiohttp.TCPConnector(resolver=CityResolver(city), ssl=context if verify else False, use_dns_cache=False)
    async with aiohttp.ClientSession(connector=connector) as session:
        yield session


@dataclass
class Seen:
    """What a crawl of a site saw: the outcome of every link by URL, and the pages it stands on."""

    outcomes: dict[str, str] = field(default_factory=dict)
    places: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    pages: set[str] = field(default_factory=set)

    def broken(self, home: str, *, on_home: bool) -> dict[str, str]:
        """The links that do not open and stand on the home page, or on other pages only."""
        bad = {url: outcome for url, outcome in self.outcomes.items() if outcome != "ok"}
        return {url: outcome for url, outcome in bad.items() if (home in self.places[url]) is on_home}


async def crawl(session: aiohttp.ClientSession, home: str) -> Seen:
    """Follow every link of a site within its own scope, and ask once for each that leads out of it."""
    seen = Seen()
    waiting = [home]
    while waiting:
        url = waiting.pop()
        if url in seen.outcomes:
            continue
        seen.outcomes[url], html, charset = await fetch(session, url)
        if html and in_scope(url, home):
            seen.pages.add(url)
            for link in links(html, charset, url):
                seen.places[link].add(url)
                waiting.append(link)
    return seen


async def fetch(session: aiohttp.ClientSession, url: str) -> tuple[str, str, str]:
    """The outcome of one URL, and its text and charset where it is a page."""
    try:
        target = ada_url.normalize_url(url)
    except ValueError:
        return "malformed", "", ""
    try:
        async with session.get(target) as response:
            body = await response.read()
            if response.status == 412:
                return "blocked", "", ""
            if response.status >= 400:
                return ("server-error" if response.status >= 500 else "not-found"), "", ""
            if response.content_type != "text/html":
                return "ok", "", ""
            charset = "gb18030" if b"charset=gb2312" in body else "utf-8"
            html = body.decode(charset)
            return ("soft-404", "", "") if "<title>页面不存在" in html else ("ok", html, charset)
    except aiohttp.ClientConnectorDNSError:
        return "dns", "", ""
    except aiohttp.ClientConnectorError:
        return "refused", "", ""


def links(html: str, charset: str, base: str) -> list[str]:
    """All URLs of a page that a visitor's browser would ask for, without fragments."""
    found = []
    for tag in BeautifulSoup(html, "lxml").find_all(True):
        for attribute in ("href", "src"):
            raw = tag.get(attribute)
            if isinstance(raw, str) and not raw.startswith(("javascript:", "mailto:", "tel:")):
                found.append(absolute(raw, charset, base))
    return found


def absolute(raw: str, charset: str, base: str) -> str:
    path, mark, query = raw.partition("?")
    try:
        joined = ada_url.join_url(base, path + mark + quote(query, safe="=&%", encoding=charset))
    except ValueError:
        return raw
    return joined.partition("#")[0]


def in_scope(url: str, home: str) -> bool:
    """Whether a page belongs to the site, by the longest prefix."""
    owners = [other for other in HOMES.values() if url.startswith(other)]
    return max(owners, key=len, default="") == home
