import asyncio
import base64
import csv
import hashlib
import re
import ssl
from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree as ET

import ada_url
import aiohttp
import pytest
from bs4 import BeautifulSoup
from cryptography import x509
from yarl import URL

from monitor.demo.city import REGISTER, City
from monitor.demo.plan import CityError
from monitor.demo.truth import load_truth
from tests.city import AS_OF, city
from tests.monitor.demo.visitor import HOMES, crawl, links, visit

__all__ = ["city"]

RESERVED = re.compile(r"^https?://[a-z0-9.-]+\.test(/|$)")
FAULTS = load_truth().faults
WALLED = "云溪市人力资源和社会保障局网站"
UNSEEN = ("云溪市水利局网站", WALLED)
ALL_REPAIRED = frozenset(FAULTS)


ALONE = [name for name, fault in FAULTS.items() if not (fault.together or fault.part_of or fault.needs == "week")]
"""Faults that can be repaired each without another, and that stand in the city's pages."""


def planted(target: str, indicator: str, repaired: Collection[str] = ()) -> dict[str, str]:
    return {
        normal(fault.about): fault.link_outcome
        for name, fault in FAULTS.items()
        if fault.target == target and fault.indicator == indicator and name not in repaired
    }


def normal(url: str) -> str:
    try:
        return ada_url.normalize_url(url)
    except ValueError:
        return url


async def page(session: aiohttp.ClientSession, url: str) -> str:
    async with session.get(url) as response:
        assert response.status == 200
        body = await response.read()
        return body.decode("gb18030" if b"charset=gb2312" in body else "utf-8")


def days_listed(html: str) -> list[date]:
    return [date.fromisoformat(day) for day in re.findall(r"<span>(\d{4}-\d\d-\d\d)</span></li>", html)]


# -- links --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", [name for name in HOMES if name not in UNSEEN])
async def test_exactly_the_planted_links_are_broken(city: City, target: str) -> None:
    async with visit(city) as session:
        seen = await crawl(session, HOMES[target])
    assert seen.broken(HOMES[target], on_home=True) == planted(target, "site.links-home")
    assert seen.broken(HOMES[target], on_home=False) == planted(target, "site.links")


@pytest.mark.parametrize("target", [name for name in HOMES if name != WALLED])
async def test_a_repaired_city_has_no_broken_link(target: str) -> None:
    async with City(AS_OF, repaired=ALL_REPAIRED) as mended, visit(mended) as session:
        home = HOMES[target].replace("http://", "https://")
        seen = await crawl(session, home)
    assert {url: outcome for url, outcome in seen.outcomes.items() if outcome != "ok"} == {}


async def test_the_portal_is_worth_a_crawl(city: City) -> None:
    async with visit(city) as session:
        seen = await crawl(session, HOMES["云溪市人民政府门户网站"])
    articles = [url for url in seen.pages if "/content/post_" in url]
    assert len(articles) >= 15
    assert "https://www.yunxi.test/ywdt/index_2.html" in seen.pages
    assert not any(url.startswith("https://www.yunxi.test/yxszfbgs/") for url in seen.pages)


async def test_no_page_or_feed_names_a_host_outside_the_reserved_names(city: City) -> None:
    for host in city.hosts.values():
        for path, reply in host.replies.items():
            if reply.content_type.startswith("text/html"):
                html = reply.body.decode("gb18030" if b"gb2312" in reply.body else "utf-8")
                for link in links(html, "utf-8", f"https://{host.name}{path}"):
                    assert RESERVED.match(link) or link.startswith("http://["), f"{path} links to {link}"
    assert all(host.endswith(".test") for host in city.hosts)


async def test_an_old_address_leads_on(city: City) -> None:
    async with visit(city) as session:
        async with session.get("https://www.yunxi.test/zfgb/index.html", allow_redirects=False) as response:
            assert response.status == 301
        async with session.get("https://www.yunxi.test/zfgb/index.html") as response:
            assert (response.status, response.url.path) == (200, "/zwgk/zcwj/")


# -- charset ------------------------------------------------------------------------------------------------------


async def test_the_bureau_calls_itself_gb2312_and_is_more(city: City) -> None:
    async with visit(city) as session, session.get("http://jyj.yunxi.test/jydt/content/jydt_3001.html") as response:
        body = await response.read()
        assert "charset" not in response.headers["Content-Type"]
    assert b"charset=gb2312" in body
    for narrower in ("gb2312", "utf-8"):
        with pytest.raises(UnicodeDecodeError):
            body.decode(narrower)
    assert "䴙䴘湖小学" in body.decode("gb18030")


async def test_a_query_counts_only_in_the_charset_of_its_page(city: City) -> None:
    async with visit(city) as session:
        for query, status in (("%D5%D0%C9%FA", 200), ("%E6%8B%9B%E7%94%9F", 404)):
            url = URL(f"http://jyj.yunxi.test/list.asp?lm={query}", encoded=True)
            async with session.get(url) as response:
                assert response.status == status


# -- dates --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("as_of", [AS_OF, datetime(2024, 2, 29, 16, 30, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)])
@pytest.mark.parametrize(
    ("target", "age"),
    [("云溪市人民政府门户网站", 1), ("云溪市人民政府办公室网站", 14), ("云溪市教育局网站", 23)],
)
async def test_home_pages_are_as_old_as_the_truth_says_on_any_day(as_of: datetime, target: str, age: int) -> None:
    today = as_of.astimezone(AS_OF.tzinfo).date()
    async with City(as_of) as other_day, visit(other_day) as session:
        newest = max(days_listed(await page(session, HOMES[target])))
    assert today - newest == timedelta(days=age)
    assert (age > 14) == (load_truth().outcomes[target]["site.home-stale"] == "finding")


async def test_the_stale_home_page_is_freshened_when_repaired() -> None:
    async with City(AS_OF, repaired={"jyj-home-stale"}) as mended, visit(mended) as session:
        newest = max(days_listed(await page(session, HOMES["云溪市教育局网站"])))
    assert (AS_OF.date() - newest).days <= 14


@pytest.mark.parametrize(("repaired", "age"), [(set(), 40), ({"jiaoyu-stale"}, 2)])
async def test_the_json_feed(repaired: set[str], age: int) -> None:
    async with (
        City(AS_OF, repaired=repaired) as some_city,
        visit(some_city) as session,
        session.get("https://rss.yunxi.test/weibo/yunxijiaoyu.json") as response,
    ):
        feed = await response.json(content_type="application/feed+json")
    newest = max(datetime.fromisoformat(item["date_published"]) for item in feed["items"])
    assert (AS_OF.date() - newest.date()).days == age


async def test_the_rss_feed_starts_with_an_old_pinned_post(city: City) -> None:
    async with visit(city) as session, session.get("https://rss.yunxi.test/wechat/yunxifabu.xml") as response:
        channel = ET.fromstring(await response.text()).find("channel")  # noqa: S314
    assert channel is not None
    days = [parsedate_to_datetime(item.findtext("pubDate", "")).date() for item in channel.findall("item")]
    assert days[0] == min(days)
    assert AS_OF.date() - max(days) == timedelta(days=1)


FEEDS = "https://rss.yunxi.test"


async def test_a_feed_without_dates_says_of_no_post_when_it_was_posted(city: City) -> None:
    async with visit(city) as session, session.get(f"{FEEDS}/channels/yunxiwenlv.json") as response:
        feed = await response.json(content_type="application/feed+json")
    assert feed["items"]
    assert not any("date_published" in item for item in feed["items"])


async def test_a_feed_that_is_cut_is_no_xml(city: City) -> None:
    async with visit(city) as session, session.get(f"{FEEDS}/wechat/jiankangyunxi.xml") as response:
        assert response.status == 200
        with pytest.raises(ET.ParseError):
            ET.fromstring(await response.text())  # noqa: S314


async def test_what_the_platform_does_not_show_the_bridge_refuses(city: City) -> None:
    async with visit(city) as session, session.get(f"{FEEDS}/weibo/yunxitongji.json") as response:
        assert response.status == 403


# -- hosts --------------------------------------------------------------------------------------------------------


async def certificate_of(city: City, host: str) -> x509.Certificate:
    """What a host shows over TLS, whether it is trusted or not."""
    address, _, port = dict(rule.split("=") for rule in city.connect_to)[f"{host}:443"].rpartition(":")
    context = ssl.create_default_context(cafile=str(city.ca_file))
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    _, writer = await asyncio.open_connection(address, int(port), ssl=context, server_hostname=host)
    shown = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
    writer.close()
    await writer.wait_closed()
    return x509.load_der_x509_certificate(shown)


@pytest.mark.parametrize("host", ["www.yunxi.test", "jyj.yunxi.test", "rss.yunxi.test", "beian.miit.test"])
async def test_every_host_shows_its_own_certificate_and_only_the_bureau_an_expired_one(city: City, host: str) -> None:
    shown = await certificate_of(city, host)
    names = shown.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == [host]
    assert (shown.not_valid_after_utc < AS_OF) is (host == "jyj.yunxi.test")


async def test_the_certificate_is_renewed_when_repaired() -> None:
    async with City(AS_OF, repaired={"jyj-certificate-expired"}) as mended:
        assert (await certificate_of(mended, "jyj.yunxi.test")).not_valid_after_utc > AS_OF


@pytest.mark.parametrize(("host", "leads"), [("www.yunxi.test", True), ("jyj.yunxi.test", False)])
async def test_plain_http_leads_to_https_but_for_the_bureau(city: City, host: str, leads: bool) -> None:
    async with visit(city) as session, session.get(f"http://{host}/", allow_redirects=False) as response:
        assert (response.status == 301) is leads
        assert response.headers.get("Location") == (f"https://{host}/" if leads else None)


HEADERS = {
    "Content-Security-Policy": "jyj-no-policy",
    "Strict-Transport-Security": "jyj-no-hsts",
    "X-Frame-Options": "jyj-framed",
    "X-Content-Type-Options": "jyj-sniffed",
}


@pytest.mark.parametrize(
    ("host", "repaired", "sent"),
    [
        ("www.yunxi.test", set(), set(HEADERS)),
        ("jyj.yunxi.test", set(), set()),
        ("jyj.yunxi.test", {"jyj-framed", "jyj-sniffed"}, {"X-Frame-Options", "X-Content-Type-Options"}),
        ("jyj.yunxi.test", {"jyj-certificate-expired", *HEADERS.values()}, set(HEADERS)),
        ("slj.yunxi.test", {"slj-down"}, set(HEADERS)),
    ],
)
async def test_which_headers_protect_visitors(host: str, repaired: set[str], sent: set[str]) -> None:
    async with (
        City(AS_OF, repaired=repaired) as some_city,
        visit(some_city, verify=False) as session,
        session.get(f"https://{host}/") as response,
    ):
        assert {name for name in HEADERS if name in response.headers} == sent


async def test_the_script_of_another_host_is_the_one_that_is_pinned(city: City) -> None:
    async with visit(city) as session:
        html = await page(session, HOMES["云溪市人民政府门户网站"])
        (tag,) = re.findall(r"<script [^>]*>", html)
        url, pin = re.search(r'src="([^"]+)"', tag), re.search(r'integrity="sha384-([^"]+)"', tag)
        assert url is not None
        assert pin is not None
        async with session.get(url[1]) as response:
            assert base64.b64encode(hashlib.sha384(await response.read()).digest()).decode() == pin[1]
            assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", ["/", "/gzdt/", "/robots.txt"])
async def test_the_walled_host_answers_everything_with_a_script(city: City, path: str) -> None:
    async with visit(city) as session, session.get(f"https://rsj.yunxi.test{path}") as response:
        assert response.status == 412
        assert "location.reload()" in await response.text()


async def test_the_host_that_never_says_404_says_not_found_with_200(city: City) -> None:
    async with visit(city) as session:
        assert "您访问的页面不存在" in await page(session, "https://wlj.yunxi.test/no/such/page.html")


def test_only_the_home_page_of_the_slow_bureau_is_slow(city: City) -> None:
    replies = city.hosts["tyj.yunxi.test"].replies
    assert {path for path, reply in replies.items() if reply.seconds} == {"/", "/index.html"}
    assert not any(
        reply.seconds
        for host in city.hosts.values()
        if host.name != "tyj.yunxi.test"
        for reply in host.replies.values()
    )


async def test_the_page_that_a_script_writes_says_nothing_by_itself(city: City) -> None:
    async with visit(city) as session:
        body = BeautifulSoup(await page(session, "https://zjj.yunxi.test/"), "lxml").body
        assert body is not None
        assert body.get_text(strip=True) == ""
        assert "老旧小区加装电梯" in await page(session, "https://zjj.yunxi.test/gzdt/")


async def test_the_demand_to_follow_stands_in_a_script_only(city: City) -> None:
    async with visit(city) as session:
        assert "必须关注" not in await page(session, "https://wjw.yunxi.test/")
        assert "必须关注" in await page(session, "https://wjw.yunxi.test/files/tanchuang.js")


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_the_site_that_is_down_refuses_connections(city: City, scheme: str) -> None:
    async with visit(city) as session:
        with pytest.raises(aiohttp.ClientConnectorError) as refused:
            await session.get(f"{scheme}://slj.yunxi.test/")
    assert isinstance(refused.value.os_error, ConnectionRefusedError)


async def test_what_nobody_knows_is_not_served(city: City) -> None:
    plain = dict(rule.split("=") for rule in city.connect_to)["www.yunxi.test:80"]
    async with aiohttp.ClientSession() as session:
        async with session.get(f"http://{plain}/", headers={"Host": "www.example.test"}) as response:
            assert response.status == 421
        async with session.post(f"http://{plain}/", headers={"Host": "jyj.yunxi.test"}) as response:
            assert response.status == 405


# -- the city itself ----------------------------------------------------------------------------------------------


async def test_the_city_closes_its_doors_and_takes_its_files_along() -> None:
    async with City(AS_OF) as closing:
        port = int(closing.connect_to[0].rpartition(":")[2])
        assert closing.ca_file.is_file()
    assert not closing.ca_file.exists()
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", port)


async def test_the_same_day_makes_the_same_pages() -> None:
    assert City(AS_OF).hosts == City(AS_OF).hosts
    assert City(AS_OF).hosts != City(AS_OF + timedelta(days=1)).hosts


@pytest.mark.parametrize(
    "name",
    [name for name, fault in FAULTS.items() if not fault.together and not fault.part_of and fault.needs != "week"],
)
def test_repairing_a_fault_changes_the_city(name: str) -> None:
    assert City(AS_OF, repaired={name}).hosts != City(AS_OF).hosts


@pytest.mark.parametrize("address", ["0.0.0.0", "192.168.1.1", "8.8.8.8", "::", "localhost", ""])  # noqa: S104
def test_it_is_served_on_loopback_only(address: str) -> None:
    with pytest.raises(CityError, match="loopback"):
        City(AS_OF, address=address)


@pytest.mark.parametrize(
    ("repaired", "message"),
    [
        ({"www-flooded"}, "no fault 'www-flooded'"),
        ({"jyj-plain-http"}, "together with 'jyj-certificate-expired'"),
        ({"jyj-news-stale"}, "together with 'jyj-home-stale'"),
    ],
)
def test_what_cannot_be_repaired_is_named(repaired: set[str], message: str) -> None:
    with pytest.raises(CityError, match=message):
        City(AS_OF, repaired=repaired)


def test_a_naive_day_is_refused() -> None:
    with pytest.raises(CityError, match="time zone"):
        City(AS_OF.replace(tzinfo=None))


def test_the_register_names_every_target_of_the_truth_once() -> None:
    with REGISTER.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert sorted(row["名称"] for row in rows) == sorted(load_truth().outcomes)
    addresses = {row["名称"]: row["网址"] for row in rows}
    assert {name: addresses[name] for name in HOMES} == HOMES
