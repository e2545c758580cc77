"""Whole looks at made-up origins over loopback: what is read, what is asked for, and what is said of it."""

import asyncio
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from checks.evidence import CheckedLink, Page, Subject
from checks.reading.dates import list_dates
from checks.vocabulary import LinkOutcome, Reason
from monitor.look.looking import Looking
from monitor.look.origin import OriginLook, TargetLook
from tests.misbehaving import Handler, Server, answer, by_method, html, in_turn, never, page, redirect, reset, status
from tests.monitor.look.helpers import AS_OF, IMPATIENT, FakeClock, policy_for, subject
from tests.shared_data import REALDATA, needs_shared

HOST = "www.city.test"
HOME = subject(f"http://{HOST}/")
Sites = Mapping[str, Mapping[str, Any]]  # host, path, handler or text


HANGS_ON_HEAD = by_method(HEAD=never, GET=page("here"))


class Look:
    """One look at :data:`HOST` among made-up sites, and everything a test may ask about it."""

    def __init__(self, server: Server, look: OriginLook, pages: list[tuple[str, Page, int]], clock: FakeClock) -> None:
        self.server = server
        self.look = look
        self.pages = pages
        self.clock = clock

    def target(self, of: Subject = HOME) -> TargetLook:
        return self.look.targets[of.id]

    def link(self, url: str, of: Subject = HOME) -> CheckedLink:
        return next(link for link in self.target(of).survey.links if link.url == url)

    def outcomes(self, of: Subject = HOME) -> dict[str, str]:
        return {link.url: str(link.outcome) for link in self.target(of).survey.links}

    def read(self, of: Subject = HOME) -> list[str]:
        return [facts.url for facts in self.target(of).site.pages]

    def times(self, line: str, host: str = HOST) -> int:
        return self.server.asked(host).count(line)


async def look_at(
    sites: Sites, subjects: tuple[Subject, ...] = (HOME,), *, others: Any = (), judged: bool = True, **changes: Any
) -> Look:
    clock, pages = FakeClock(), list[tuple[str, Page, int]]()
    async with Server() as server:
        for host, site in sites.items():
            server.site(host, site)
        async with Looking(policy_for(server, **changes), clock) as looking:
            look = await looking.origin(
                HOST, subjects, lambda *seen: pages.append(seen), other_hosts=others, judged=judged
            )
    return Look(server, look, pages, clock)


def links(*urls: str) -> str:
    return "".join(f'<p><a href="{url}">to {url}</a></p>\n' for url in urls)


# -- reading ------------------------------------------------------------------------------------------------------


async def test_pages_stream_by_with_their_target_and_depth() -> None:
    seen = await look_at({HOST: {"/": links("/a/"), "/a/": links("/a/b.html", "/"), "/a/b.html": "b"}})
    assert [(target, one.url, depth) for target, one, depth in seen.pages] == [
        (HOME.id, f"http://{HOST}/", 0),
        (HOME.id, f"http://{HOST}/a/", 1),
        (HOME.id, f"http://{HOST}/a/b.html", 2),
    ]
    look = seen.target()
    assert look.site.home is not None
    assert look.site.home.url == f"http://{HOST}/"
    assert [(facts.depth, facts.linked_from_home) for facts in look.site.pages] == [(0, False), (1, True), (2, False)]
    assert (look.site.complete, look.survey.complete, look.site.linked_unread) == (True, True, 0)
    assert look.survey.pages_read == frozenset(seen.read())
    assert (seen.look.pages, seen.look.links, seen.look.complete) == (3, 3, True)
    assert [probe.outcome for probe in look.reach.probes] == [LinkOutcome.OK]
    assert look.reach.probes[0].at == AS_OF


async def test_a_look_at_links_alone_finds_the_same_links_and_reads_no_days(monkeypatch: pytest.MonkeyPatch) -> None:
    long = "字" * 500  # what says little is looked at more closely
    rows = f"<ul><li><a href=/b.html>b</a><span>2024-03-05</span></ul><a href=/none.html>none</a>{long}"
    sites = {HOST: {"/": links("/a.html"), "/a.html": rows, "/b.html": long, "/none.html": status(404)}}
    calls: list[str] = []

    def counted(*args: Any) -> Any:
        calls.append("days")
        return list_dates(*args)

    monkeypatch.setattr("checks.reading.reading.list_dates", counted)
    whole = await look_at(sites)
    assert [facts.newest is not None for facts in whole.target().site.pages] == [False, True, False]
    assert len(calls) == 2  # of the home page and of what it links to
    seen = await look_at(sites, judged=False)
    assert len(calls) == 3  # the home page is kept, and what is kept is read as a whole
    assert seen.outcomes() == whole.outcomes()
    assert seen.read() == whole.read()


async def test_pages_that_come_together_are_not_read_together() -> None:
    turns: list[int] = []
    read: list[int] = []

    async def watch() -> None:
        while True:
            turns.append(len(read))
            await asyncio.sleep(0)

    clock = FakeClock()
    async with Server() as server:
        names = [f"/{number}.html" for number in range(30)]
        server.site(HOST, {"/": links(*names), **dict.fromkeys(names, "a page")})
        async with Looking(policy_for(server), clock) as looking:
            watching = asyncio.create_task(watch())
            await looking.origin(HOST, [HOME], lambda *_: read.append(1))
            watching.cancel()
    assert len(read) == 31
    assert max(later - earlier for earlier, later in pairwise(turns)) == 1


async def test_every_page_is_asked_for_once() -> None:
    nav = links("/", "/a.html", "/b.html", "/a.html#part") + "<p id=part>"
    seen = await look_at({HOST: {"/": nav, "/a.html": nav, "/b.html": nav}})
    asked = seen.server.asked(HOST)
    assert asked[:2] == ["GET /robots.txt", "GET /"]
    assert [seen.times(f"GET {path}") for path in ("/robots.txt", "/", "/a.html", "/b.html")] == [1, 1, 1, 1]
    assert seen.look.requests == len(asked)


async def test_pages_belong_to_the_longest_prefix() -> None:
    office = subject(f"http://{HOST}/office/", id="office")
    nav = links("/news/1.html", "/office/", "/office/2.html", "/officer.html")
    seen = await look_at(
        {HOST: {"/": nav, "/news/1.html": nav, "/office/": nav, "/office/2.html": nav, "/officer.html": nav}},
        (HOME, office),
    )
    assert sorted(seen.read()) == [f"http://{HOST}{path}" for path in ("/", "/news/1.html", "/officer.html")]
    assert sorted(seen.read(office)) == [f"http://{HOST}{path}" for path in ("/office/", "/office/2.html")]
    assert seen.times("GET /office/") == 1


async def test_pages_that_no_target_owns_are_checked_but_not_read() -> None:
    office = subject(f"http://{HOST}/office/")
    seen = await look_at({HOST: {"/office/": links("/other/1.html"), "/other/1.html": "other"}}, (office,))
    assert seen.read(office) == [f"http://{HOST}/office/"]
    assert seen.link(f"http://{HOST}/other/1.html", office).outcome is LinkOutcome.OK
    assert seen.times("HEAD /other/1.html") == 1


async def test_a_home_page_that_moved_is_still_the_home() -> None:
    site = {"/": redirect("/web/index.html"), "/web/index.html": links("/web/a.html"), "/web/a.html": "a"}
    seen = await look_at({HOST: site})
    home = seen.target().site.home
    assert home is not None
    assert home.url == f"http://{HOST}/web/index.html"
    assert seen.target().reach.probes[0].outcome is LinkOutcome.REDIRECTED
    assert seen.times("GET /web/index.html") == 1
    assert seen.read() == [f"http://{HOST}/web/index.html", f"http://{HOST}/web/a.html"]


async def test_a_home_page_of_another_name_is_crawled_there() -> None:
    sites: Sites = {HOST: {"/": redirect("http://city.test/")}, "city.test": {"/": links("/a.html"), "/a.html": "a"}}
    seen = await look_at(sites)
    assert seen.read() == ["http://city.test/", "http://city.test/a.html"]
    assert seen.pages[1][0] == HOME.id


@pytest.mark.parametrize("others", [("city.test",), ()])
async def test_a_home_page_elsewhere_is_read_but_nothing_else_there(others: tuple[str, ...]) -> None:
    host = "city.test" if others else "foreign.test"
    sites: Sites = {HOST: {"/": redirect(f"http://{host}/")}, host: {"/": links("/a.html"), "/a.html": "a"}}
    seen = await look_at(sites, others=others)
    assert seen.read() == [f"http://{host}/"]
    assert seen.server.asked(host).count("GET /a.html") == 1  # as a link, its beginning


async def test_a_meta_refresh_leads_to_the_home_page() -> None:
    stub = html("", head='<meta http-equiv="refresh" content="0; url=/web/">')
    seen = await look_at({HOST: {"/": answer(stub), "/web/": "the real home page"}})
    home = seen.target().site.home
    assert home is not None
    assert home.url == f"http://{HOST}/web/"


async def test_a_page_that_refreshes_to_itself_is_a_home_page() -> None:
    news = html("news", head='<meta http-equiv="refresh" content="60; url=/">')
    seen = await look_at({HOST: {"/": answer(news)}})
    assert seen.times("GET /") == 1
    assert seen.target().site.home is not None


async def test_gbk_pages_and_odd_links_are_followed() -> None:
    gbk = '<meta charset="gbk"><a href="/通知/?名=值">x</a><a href=" \\back\\slash.html ">y</a>'.encode("gb18030")
    seen = await look_at({HOST: {"/": answer(gbk, kind="text/html"), "*": "there"}})
    assert "GET /%E9%80%9A%E7%9F%A5/?%C3%FB=%D6%B5" in seen.server.asked(HOST)
    assert "GET /back/slash.html" in seen.server.asked(HOST)


async def test_a_page_reached_by_several_addresses_is_read_once() -> None:
    site = {"/": links("/old1", "/old2", "/new.html"), "/old1": redirect("/new.html"), "/old2": redirect("/new.html")}
    seen = await look_at({HOST: {**site, "/new.html": "new"}})
    assert seen.read() == [f"http://{HOST}/", f"http://{HOST}/new.html"]


async def test_pages_are_told_by_their_content_where_their_type_says_nothing() -> None:
    silent, text = answer(html("silent"), kind=""), answer("{}", kind="text/plain")
    site = {"/": links("/silent", "/text", "/data"), "/silent": silent, "/text": text}
    seen = await look_at({HOST: {**site, "/data": answer("{}", kind="application/json")}})
    assert seen.read() == [f"http://{HOST}/", f"http://{HOST}/silent"]
    assert set(seen.outcomes().values()) == {"ok"}


async def test_the_newest_day_of_a_page_is_none_of_the_future() -> None:
    rows = "".join(
        f'<li><a href="/{day}.html">关于做好政务公开工作的通知{day}</a><span>{day}</span></li>'
        for day in ("2026-11-20", "2026-11-22", "2027-03-01")
    )
    seen = await look_at({HOST: {"/": f"<ul>{rows}</ul>"}})
    assert str(seen.target().site.pages[0].newest) == "2026-11-22"


# -- limits -------------------------------------------------------------------------------------------------------


def wide(pages: int) -> dict[str, Any]:
    return {"/": links(*(f"/{n}.html" for n in range(pages)))} | {f"/{n}.html": str(n) for n in range(pages)}


async def test_the_page_limit_leaves_pages_to_be_checked_as_links() -> None:
    seen = await look_at({HOST: wide(10)}, pages=4)
    look = seen.target()
    assert len(seen.read()) == 4
    assert (look.site.complete, look.survey.complete, look.site.linked_unread) == (False, False, 7)
    assert set(seen.outcomes().values()) == {"ok"}
    assert sum(line.startswith("HEAD") for line in seen.server.asked(HOST)) == 7
    assert not seen.look.complete


async def test_the_depth_limit_is_said() -> None:
    chain = {"/": links("/1")} | {f"/{n}": links(f"/{n + 1}") for n in range(1, 5)}
    seen = await look_at({HOST: chain}, depth=2)
    assert seen.read() == [f"http://{HOST}{path}" for path in ("/", "/1", "/2")]
    assert not seen.target().site.complete
    assert seen.times("HEAD /3") == 1


async def test_the_link_limit_is_said() -> None:
    seen = await look_at({HOST: wide(10)}, links=5)
    assert len(seen.target().survey.links) == 5
    assert not seen.target().survey.complete


async def test_the_time_limit_ends_the_look_and_what_was_not_asked_for_is_unseen() -> None:
    seen = await look_at({HOST: wide(50)}, origin_seconds=20, rate=1)
    outcomes = list(seen.outcomes().values())
    assert 0 < outcomes.count("ok") < 25
    assert outcomes.count("skipped") > 20
    assert not seen.target().survey.complete
    assert seen.clock.passed < 60


async def test_links_that_there_was_no_time_for_make_the_survey_incomplete() -> None:
    friends = links(*(f"http://friend.test/{n}" for n in range(50)))
    seen = await look_at({HOST: {"/": friends}, "friend.test": {"*": "x"}}, origin_seconds=10, rate=1)
    assert "skipped" in seen.outcomes().values()
    assert (seen.target().site.complete, seen.target().survey.complete) == (True, False)


async def test_a_big_site_leaves_its_neighbours_their_share() -> None:
    office = subject(f"http://{HOST}/office/", id="office")
    site = wide(50) | {"/office/": links("/office/1.html"), "/office/1.html": "1"}
    seen = await look_at({HOST: site}, (HOME, office), pages=10)
    assert len(seen.read(office)) == 2
    assert seen.target(office).site.complete
    assert not seen.target().site.complete


# -- robots -------------------------------------------------------------------------------------------------------


async def test_what_robots_forbid_is_not_asked_for() -> None:
    robots = answer("User-agent: *\nDisallow: /secret/", kind="text/plain")
    site = {"/robots.txt": robots, "/": links("/secret/1.html", "/open.html"), "/open.html": "open"}
    seen = await look_at({HOST: site})
    assert not any("secret" in line for line in seen.server.asked())
    assert seen.link(f"http://{HOST}/secret/1.html").outcome is LinkOutcome.SKIPPED
    assert seen.target().site.linked_unread == 1
    assert seen.target().survey.complete


async def test_a_home_page_that_robots_forbid_is_unknown_and_never_broken() -> None:
    robots = answer("User-agent: Govwatch\nDisallow: /", kind="text/plain")
    seen = await look_at({HOST: {"/robots.txt": robots, "/": "home"}})
    look = seen.target()
    assert (look.site.home, look.site.home_reason) == (None, Reason.ROBOTS)
    assert [probe.outcome for probe in look.reach.probes] == [LinkOutcome.SKIPPED]
    assert seen.server.asked() == ["GET /robots.txt"]


async def test_robots_out_of_order_stop_the_crawl_but_not_the_look_at_the_home_page() -> None:
    seen = await look_at({HOST: {"/robots.txt": status(500), "/": links("/a.html"), "/a.html": "a"}})
    assert seen.read() == [f"http://{HOST}/"]
    assert seen.times("HEAD /a.html") == 1
    assert seen.target().site.linked_unread == 1
    assert not seen.target().site.complete


async def test_robots_can_be_overruled() -> None:
    robots = answer("User-agent: *\nDisallow: /", kind="text/plain")
    seen = await look_at({HOST: {"/robots.txt": robots, "/": "home"}}, obey_robots=False)
    assert seen.target().site.home is not None


async def test_robots_of_other_hosts_are_obeyed_and_read_once() -> None:
    robots = answer("User-agent: *\nDisallow: /no", kind="text/plain")
    friends = links(*(f"http://friend.test/{name}" for name in ("no1", "no2", "yes1", "yes2")))
    seen = await look_at({HOST: {"/": friends}, "friend.test": {"/robots.txt": robots, "*": "x"}})
    assert seen.times("GET /robots.txt", "friend.test") == 1
    assert [seen.link(f"http://friend.test/{name}").outcome for name in ("no1", "yes1")] == ["skipped", "ok"]


# -- links --------------------------------------------------------------------------------------------------------


async def test_links_are_surveyed_with_their_places() -> None:
    home = links("/gone.html", "/a.html", "/gone.html")
    seen = await look_at({HOST: {"/": home, "/a.html": links("/gone.html")}})
    gone = seen.link(f"http://{HOST}/gone.html")
    assert (gone.outcome, gone.on_home, gone.places_total, gone.confirmed) == (LinkOutcome.NOT_FOUND, True, 3, True)
    assert [(place.url, place.text) for place in gone.places] == [
        (f"http://{HOST}/", "to /gone.html"),
        (f"http://{HOST}/", "to /gone.html"),
        (f"http://{HOST}/a.html", "to /gone.html"),
    ]
    assert gone.places[0].line < gone.places[1].line
    assert (gone.looks[1].at - gone.looks[0].at).total_seconds() >= 20
    assert not seen.link(f"http://{HOST}/a.html").confirmed


async def test_twenty_places_are_kept_and_all_are_counted() -> None:
    seen = await look_at({HOST: {"/": links(*["/gone.html"] * 30)}})
    gone = seen.link(f"http://{HOST}/gone.html")
    assert (len(gone.places), gone.places_total) == (20, 30)


async def test_everything_that_a_page_loads_is_checked() -> None:
    body = (
        '<img src="/a.png"><img srcset="/b.png 2x"><script src="/c.js"></script><link rel="stylesheet" href="/d.css">'
        '<iframe src="/e.html"></iframe><a href="/f.pdf">f</a><form action="/search"></form>'
        '<a href="mailto:x@y">m</a><a href="javascript:void(0)">j</a><a href="tel:12345">t</a>'
    )
    seen = await look_at({HOST: {"/": body}})
    wanted = {f"http://{HOST}/{name}" for name in ("a.png", "b.png", "c.js", "d.css", "e.html", "f.pdf")}
    assert set(seen.outcomes()) == wanted
    assert set(seen.outcomes().values()) == {"not-found"}
    assert not any("search" in line for line in seen.server.asked())


@pytest.mark.parametrize(
    ("handler", "outcome"),
    [
        (by_method(HEAD=status(405), GET=page("here")), "ok"),
        (by_method(HEAD=status(501), GET=page("here")), "ok"),
        (by_method(HEAD=status(403), GET=page("here")), "ok"),
        (by_method(HEAD=status(404), GET=page("here")), "ok"),
        (by_method(HEAD=reset, GET=page("here")), "ok"),
        (HANGS_ON_HEAD, "ok"),
        (by_method(HEAD=status(200), GET=status(500)), "server-error"),
        (redirect("/elsewhere"), "redirected"),
        (redirect("/nowhere"), "not-found"),
        (status(410), "gone"),
        (status(403), "blocked"),
        (status(429), "rate-limited"),
        (status(500), "server-error"),
        (redirect("/link"), "redirect-loop"),
        (reset, "reset"),
        (never, "timeout"),
    ],
)
async def test_links_to_other_hosts(handler: Handler, outcome: str) -> None:
    site = {"/link": handler, "/elsewhere": "elsewhere"}
    hurry = IMPATIENT if handler in (never, HANGS_ON_HEAD) else {}
    seen = await look_at({HOST: {"/": links("http://friend.test/link")}, "friend.test": site}, **hurry)
    assert seen.link("http://friend.test/link").outcome == outcome


async def test_a_host_that_refuses_head_is_asked_with_get_from_then_on() -> None:
    shy = by_method(HEAD=status(405), GET=page("here"))
    friends = links(*(f"http://friend.test/{n}.png" for n in range(6)))
    seen = await look_at({HOST: {"/": friends}, "friend.test": {"/robots.txt": status(404), "*": shy}}, concurrency=1)
    assert sum(line.startswith("HEAD") for line in seen.server.asked("friend.test")) == 1


async def test_what_fails_only_once_is_not_accused() -> None:
    flaky = in_turn(status(500), page("here"))
    seen = await look_at({HOST: {"/": links("http://friend.test/x")}, "friend.test": {"/x": flaky}})
    link = seen.link("http://friend.test/x")
    assert (link.outcome, link.confirmed) == (LinkOutcome.OK, False)
    assert [look.outcome for look in link.looks] == ["server-error", "ok"]


async def test_a_page_that_fails_only_once_is_not_accused() -> None:
    seen = await look_at({HOST: {"/": links("/x.html"), "/x.html": in_turn(status(502), page("here"))}})
    assert seen.link(f"http://{HOST}/x.html").outcome is LinkOutcome.OK


async def test_pages_of_the_home_page_that_were_not_seen_are_counted() -> None:
    home = links("/read.html", "/gone.html", "/flaky.html", "/walled.html", "/data.html", "/report.pdf")
    site: dict[str, Any] = {
        "/": home,
        "/read.html": "read",
        "/flaky.html": in_turn(status(502), page("here")),
        "/report.pdf": "x",
    }
    site |= {"/walled.html": status(403), "/data.html": answer("{}", kind="application/json")}
    seen = await look_at({HOST: site})
    assert seen.target().site.linked_unread == 2


async def test_a_dead_host_and_an_unknown_one() -> None:
    seen = await look_at({HOST: {"/": links("http://nowhere.invalid:81/", "http://[bad", "http://192.168.1.1/")}})
    assert seen.link("http://nowhere.invalid:81/").outcome is LinkOutcome.DNS
    assert seen.link("http://192.168.1.1/").outcome is LinkOutcome.SKIPPED


async def test_an_address_that_cannot_be_read_is_malformed_and_confirmed_by_reading_again() -> None:
    seen = await look_at({HOST: {"/": links("http://[bad")}})
    bad = seen.link("http://[bad")
    assert (bad.outcome, bad.confirmed, bad.on_home, bad.places_total) == (LinkOutcome.MALFORMED, True, True, 1)
    assert seen.times("GET /") == 2


async def test_an_address_that_was_repaired_meanwhile_is_not_accused() -> None:
    seen = await look_at({HOST: {"/": in_turn(page("home", links("http://[bad")), page("home", "repaired"))}})
    assert seen.target().survey.links == ()


async def test_places_that_are_missing_in_pages() -> None:
    home = links("#here", "#gone", "#top", "#", "/a.html#part", "/a.html#Part", "/a.html#no", "##", "#/route", "#!x")
    home += '<h1 id="here">x</h1>'
    seen = await look_at({HOST: {"/": home, "/a.html": '<a name="part">x</a><p id="Part">y</p>'}})
    missing = {url for url, outcome in seen.outcomes().items() if outcome == "missing-fragment"}
    assert missing == {f"http://{HOST}/#gone", f"http://{HOST}/a.html#no"}
    assert seen.link(f"http://{HOST}/#gone").confirmed
    assert seen.link(f"http://{HOST}/a.html").outcome is LinkOutcome.OK


async def test_a_place_that_was_repaired_meanwhile_is_not_accused() -> None:
    repaired = in_turn(page("a", "without"), page("a", "<p id=part>"))
    seen = await look_at({HOST: {"/": links("/a.html#part"), "/a.html": repaired}})
    assert seen.outcomes() == {f"http://{HOST}/a.html": "ok"}


async def test_places_in_pages_that_were_not_read_are_not_judged() -> None:
    sites = {HOST: {"/": links("http://friend.test/#gone", "/gone.html#x")}, "friend.test": {"/": "x"}}
    seen = await look_at(sites)
    assert seen.outcomes() == {"http://friend.test/": "ok", f"http://{HOST}/gone.html": "not-found"}


# -- soft 404 -----------------------------------------------------------------------------------------------------

MISSING = "<h1>您访问的页面不存在或已被删除</h1><p>请检查网址是否正确。</p>"


@pytest.mark.parametrize(
    "rest",
    [
        page("页面不存在", MISSING),
        redirect("/404.html"),
        redirect("/error?from=x"),
        redirect("/"),
        redirect("/index.html"),
    ],
)
async def test_soft_404_on_pages_of_the_site(rest: Handler) -> None:
    article = "<p>关于做好政务公开工作的通知，请各单位认真贯彻执行。</p>" * 5
    home = links("/gone.html", "/gone.pdf", "/here.html", "/index.html", "/") + article
    site: dict[str, Any] = {"/": home, "/index.html": home, "/here.html": article, "*": rest}
    site |= {"/404.html": MISSING, "/error": MISSING}
    seen = await look_at({HOST: site})
    outcomes = seen.outcomes()
    assert outcomes[f"http://{HOST}/gone.html"] == "soft-404"
    assert outcomes[f"http://{HOST}/gone.pdf"] == "soft-404"
    assert seen.link(f"http://{HOST}/gone.html").confirmed
    assert {outcomes[f"http://{HOST}{path}"] for path in ("/", "/index.html", "/here.html")} == {"ok"}
    assert f"http://{HOST}/gone.html" not in seen.read()


async def test_soft_404_on_another_host() -> None:
    friend = {"/": "home of a friend", "/here": "<p>something else entirely</p>", "*": page("没有找到", MISSING)}
    urls = [f"http://friend.test/{name}" for name in ("", "gone", "here")]
    seen = await look_at({HOST: {"/": links(*urls)}, "friend.test": friend})
    assert [seen.link(url).outcome for url in urls] == ["ok", "soft-404", "ok"]


async def test_a_program_that_draws_all_pages_by_script_has_no_soft_404() -> None:
    shell = page("办事大厅", "<div id=app></div><script src=/app.js></script>" + "正在加载，请稍候。" * 5)
    friend = {"*": shell}
    urls = [f"http://app.test/{name}" for name in ("", "one", "two")]
    seen = await look_at({HOST: {"/": links(*urls)}, "app.test": friend})
    assert {seen.link(url).outcome for url in urls} == {LinkOutcome.OK}


@pytest.mark.parametrize(
    "shell",
    [
        answer(
            "<title>办事</title><div id=app></div><script>" + "draw();" * 200 + "</script><script src=/a.js></script>"
        ),
        answer("<html></html>"),
        page("用户登录", MISSING),
    ],
)
async def test_an_answer_that_says_nothing_accuses_nobody(shell: Handler) -> None:
    seen = await look_at({HOST: {"/": links("http://app.test/one")}, "app.test": {"/": "home", "*": shell}})
    assert seen.link("http://app.test/one").outcome is LinkOutcome.OK


async def test_another_name_of_the_home_page_is_no_soft_404() -> None:
    friend = {"/": "home", "*": redirect("/")}
    seen = await look_at({HOST: {"/": links("http://friend.test/index.html")}, "friend.test": friend})
    assert seen.link("http://friend.test/index.html").outcome is LinkOutcome.REDIRECTED


async def test_a_site_that_sends_strangers_to_log_in_has_no_soft_404() -> None:
    friend = {"/login": "please log in", "*": redirect("/login")}
    seen = await look_at({HOST: {"/": links("http://app.test/mine")}, "app.test": friend})
    assert seen.link("http://app.test/mine").outcome is LinkOutcome.REDIRECTED


async def test_a_host_that_answers_honestly_is_believed() -> None:
    same = page("页面", "<p>本页内容正在整理，请稍后再来。</p>")
    seen = await look_at({HOST: {"/": links("/a.html", "/b.html"), "/a.html": same, "/b.html": same}})
    assert set(seen.outcomes().values()) == {"ok"}


# -- home pages that fail -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("handler", "outcome", "reason"),
    [
        (status(500), "server-error", Reason.UNREACHABLE),
        (status(404), "not-found", Reason.UNREACHABLE),
        (reset, "reset", Reason.UNREACHABLE),
        (never, "timeout", Reason.UNREACHABLE),
        (status(403), "blocked", Reason.BLOCKED),
        (status(429), "rate-limited", Reason.RATE_LIMITED),
        (status(503, Retry_After="9999"), "server-error", Reason.UNREACHABLE),
    ],
)
async def test_a_home_page_that_fails_twice(handler: Handler, outcome: str, reason: Reason) -> None:
    hurry = IMPATIENT if handler is never else {}
    seen = await look_at({HOST: {"/": handler, "/robots.txt": status(404)}}, **hurry)
    look = seen.target()
    assert (look.site.home, look.site.home_reason, look.site.complete) == (None, reason, False)
    assert [probe.outcome for probe in look.reach.probes] == [outcome, outcome]
    assert (look.reach.probes[1].at - look.reach.probes[0].at).total_seconds() >= 20
    assert look.survey.links == ()


async def test_a_home_page_that_fails_once_is_read_at_the_second_look() -> None:
    home = in_turn(status(502), page("home", links("/a.html")))
    seen = await look_at({HOST: {"/": home, "/a.html": links("/", "/gone.html")}})
    look = seen.target()
    assert [probe.outcome for probe in look.reach.probes] == ["server-error", "ok"]
    assert seen.read() == [f"http://{HOST}/", f"http://{HOST}/a.html"]
    assert seen.outcomes() == {
        f"http://{HOST}/a.html": "ok",
        f"http://{HOST}/": "ok",
        f"http://{HOST}/gone.html": "not-found",
    }


async def test_a_site_whose_every_page_fails_is_not_taken_for_a_robots_question() -> None:
    seen = await look_at({HOST: {"*": status(500)}})
    assert [probe.outcome for probe in seen.target().reach.probes] == ["server-error", "server-error"]


# -- several origins ----------------------------------------------------------------------------------------------


async def test_an_address_is_asked_for_once_in_a_scan() -> None:
    other = subject("http://dept.test/")
    friends = links("http://friend.test/a", "http://friend.test/gone", f"http://{HOST}/gone.html")
    async with Server() as server:
        server.site(HOST, {"/": friends})
        server.site("dept.test", {"/": friends + links(f"http://{HOST}/")})
        server.site("friend.test", {"/a": "a"})
        async with Looking(policy_for(server), FakeClock()) as looking:
            first = await looking.origin(HOST, (HOME,), lambda *_: None)
            second = await looking.origin("dept.test", (other,), lambda *_: None)
    asked = server.asked("friend.test")
    assert [asked.count(line) for line in ("GET /a", "GET /gone")] == [1, 2]
    assert server.asked(HOST).count("GET /") == 2  # once more for where the link that does not open stands
    of_first, of_second = (
        {link.url: link for link in look.targets[one.id].survey.links} for look, one in ((first, HOME), (second, other))
    )
    assert of_first["http://friend.test/gone"].looks == of_second["http://friend.test/gone"].looks
    assert of_second[f"http://{HOST}/"].outcome is LinkOutcome.OK
    assert of_second[f"http://{HOST}/gone.html"].confirmed


# -- whatever a site looks like -----------------------------------------------------------------------------------


@given(st.lists(st.lists(st.integers(0, 9), max_size=5), min_size=10, max_size=10), st.integers(0, 3))
@example([[3], [], [], [8, 6], [1], [], [1], [], [4], []], 3)  # met first from too far away, then from near
@settings(max_examples=15, deadline=None)
def test_of_any_site_all_that_is_near_enough_is_read_once_and_all_links_are_known(
    graph: list[list[int]], depth: int
) -> None:
    near, edge = {0}, {0}
    for _ in range(depth):
        edge = {there for here in edge for there in graph[here]} - near
        near |= edge

    def path(number: int) -> str:
        return f"/{number}.html" if number else "/"

    site = {path(here): links(*map(path, there)) for here, there in enumerate(graph)}
    seen = asyncio.run(look_at({HOST: site}, depth=depth))
    assert sorted(seen.read()) == sorted(f"http://{HOST}{path(number)}" for number in near)
    linked = {there for here in near for there in graph[here]}
    assert seen.outcomes() == {f"http://{HOST}{path(number)}": "ok" for number in linked}
    assert len(seen.server.asked()) == len(set(seen.server.asked()))
    assert seen.target().survey.complete is (linked <= near)


@needs_shared
def test_real_pages_are_looked_at_without_a_stumble() -> None:
    files = sorted((REALDATA / "gov-pages").glob("*.html"))[::3]
    site = {f"/{number}.html": answer(file.read_bytes(), kind="text/html") for number, file in enumerate(files)}
    seen = asyncio.run(look_at({HOST: {"/": links(*site), **site}}, depth=1, rate=1e9))
    errors = sum("error40" in file.name for file in files)
    assert len(seen.read()) == len(files) + 1 - errors
    assert all(link.looks or link.outcome.is_good for link in seen.target().survey.links)


async def test_what_a_reader_of_pages_raises_is_not_swallowed() -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("a defect")

    async with Server() as server:
        server.site(HOST, {"/": "home"})
        async with Looking(policy_for(server), FakeClock()) as looking:
            with pytest.raises(RuntimeError, match="a defect"):
                await looking.origin(HOST, (HOME,), fails)


async def test_the_log_holds_no_secrets(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", "monitor")
    home = subject(f"http://user:password@{HOST}/?token=abc", prefix="/")
    async with Server() as server:
        server.site(HOST, {"/": links("http://u:password@friend.test/x?token=abc")})
        async with Looking(policy_for(server), FakeClock()) as looking:
            look = await looking.origin(HOST, (home,), lambda *_: None)
    assert look.targets[home.id].site.home is not None
    assert "GET http://www.city.test/" in caplog.text
    assert "password" not in caplog.text
    assert "token" not in caplog.text
