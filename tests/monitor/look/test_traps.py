"""Traps end by themselves and are named; ordinary sites have none."""

import re
from datetime import date

import pytest

from monitor.look.traps import MAX_QUERIES, MIRRORED, Trap, Traps
from monitor.look.weburl import WebUrl, web_url
from tests.misbehaving import Handler, Request, page
from tests.monitor.look.test_origin import HOST, links, look_at

TODAY = date(2026, 11, 23)
PROSE = "<p>关于做好政务公开工作的通知，请各单位认真贯彻执行。</p>" * 20


def at(path: str) -> WebUrl:
    place = web_url(f"http://{HOST}{path}")
    assert place is not None
    return place


@pytest.mark.parametrize(
    ("path", "trap"),
    [
        ("/zwgk/2026/11/t20261123_1234.html", None),
        ("/zwgk/1998/01/t1.html", None),
        ("/list.jsp?year=2027&page=3", None),
        ("/rili?year=2031&month=1", Trap.CALENDAR),
        ("/rili/2099/01/", Trap.CALENDAR),
        ("/rili?d=1899-12-01", Trap.CALENDAR),
        ("/phone/19991234567.html", None),
        ("/a/b/a/b/a/b/a/b/", Trap.PATH),
        ("/" + "/".join(f"x{n}" for n in range(25)), Trap.PATH),
    ],
)
def test_addresses(path: str, trap: Trap | None) -> None:
    assert Traps(TODAY).catches(at(path)) is trap


def test_the_same_address_with_another_session_is_one() -> None:
    traps = Traps(TODAY)
    assert traps.catches(at("/a.jsp;jsessionid=1?x=1")) is None
    assert traps.catches(at("/a.jsp;jsessionid=2?x=1")) is Trap.SESSION
    assert traps.catches(at("/a.php?PHPSESSID=1&x=1")) is None
    assert traps.catches(at("/a.php?PHPSESSID=2&x=1")) is Trap.SESSION
    assert traps.catches(at("/a.php?PHPSESSID=2&x=2")) is None


def test_endless_parameters() -> None:
    traps = Traps(TODAY)
    assert [traps.catches(at(f"/s?n={n}")) for n in range(MAX_QUERIES)] == [None] * MAX_QUERIES
    assert traps.catches(at("/s?n=x")) is Trap.PARAMETERS
    assert traps.catches(at("/s?n=1")) is None
    assert dict(traps.caught) == {(Trap.PARAMETERS, f"http://{HOST}/s"): 1}


def test_mirrors() -> None:
    traps = Traps(TODAY)
    for folder in ("one", "two"):
        for n in range(MIRRORED):
            traps.read(at(f"/{folder}/{n}.html"), Traps.content_of(str(n), "字" * 400))
    assert traps.catches(at("/two/x.html")) is Trap.MIRROR
    assert traps.catches(at("/one/x.html")) is None


def calendar() -> Handler:
    async def handle(request: Request, writer: object) -> None:
        year, month = (int(n) for n in re.findall(r"\d+", request.target))
        month, year = (1, year + 1) if month == 12 else (month + 1, year)
        await page("日历", f'{PROSE}<a href="/rili?y={year}&m={month}">下月</a>')(request, writer)  # type: ignore[arg-type]  # the writer

    return handle


async def test_a_calendar_ends_by_itself_and_is_named() -> None:
    seen = await look_at({HOST: {"/": links("/rili?y=2026&m=11"), "/rili": calendar()}}, depth=1000)
    assert len(seen.read()) == 15
    assert seen.look.traps == ((Trap.CALENDAR, f"http://{HOST}/rili", 1),)
    assert seen.look.complete


async def test_what_politeness_cost_is_told() -> None:
    site = {"/": links("/a.html", "/b.html"), "/a.html": "a", "/b.html": "b"}
    seen = await look_at({HOST: site}, rate=0.5, concurrency=1)
    assert seen.look.cost.requests == seen.look.requests == len(seen.server.asked(HOST))
    assert 2.0 * (seen.look.requests - 2) <= seen.look.cost.paced <= 2.0 * seen.look.requests
    assert seen.look.cost.rested == 0
