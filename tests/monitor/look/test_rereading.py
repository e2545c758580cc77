"""What something broken stands on is read again: for its lines, to see that it is still there, and not too often."""

from typing import Any

import pytest

from checks.vocabulary import LinkOutcome
from monitor.look import rereading
from tests.misbehaving import answer, in_turn, page, status
from tests.monitor.look.test_origin import HOST, Look, links, look_at

MANY = "<p>字</p>" * 200


def article(*urls: str) -> str:
    return links(*urls) + MANY


async def look(site: dict[str, Any], *, judged: bool = True) -> Look:
    return await look_at({HOST: site}, judged=judged)


def places(seen: Look, path: str) -> list[tuple[str, int, str]]:
    return [
        (one.url.removeprefix(f"http://{HOST}"), one.line, one.text) for one in seen.link(f"http://{HOST}{path}").places
    ]


@pytest.mark.parametrize("judged", [True, False])
async def test_pages_that_a_broken_link_stands_on_are_read_again_and_no_others(judged: bool) -> None:
    nav = ("/a.html", "/b.html")
    site = {"/": article(*nav), "/a.html": article(*nav), "/b.html": article(*nav, "/gone.html")}
    seen = await look(site, judged=judged)
    assert [seen.times(f"GET {path}") for path in ("/", "/a.html", "/b.html")] == [1, 1, 2]
    ((where, line, text),) = places(seen, "/gone.html")
    assert (where, text) == ("/b.html", "to /gone.html")
    assert line > 0


async def test_a_site_in_order_is_asked_for_nothing_twice() -> None:
    seen = await look({"/": article("/a.html"), "/a.html": article("/")})
    assert len(seen.server.asked(HOST)) == len(set(seen.server.asked(HOST)))


async def test_a_link_that_was_taken_off_meanwhile_is_not_accused() -> None:
    repaired = in_turn(page("a", article("/gone.html")), page("a", article("/b.html")))
    seen = await look({"/": article("/a.html"), "/a.html": repaired})
    assert f"http://{HOST}/gone.html" not in seen.outcomes()


async def test_a_link_that_was_taken_off_the_home_page_stands_on_the_others() -> None:
    home = in_turn(page("h", article("/a.html", "/gone.html")), page("h", article("/a.html")))
    seen = await look({"/": home, "/a.html": article("/gone.html")})
    gone = seen.link(f"http://{HOST}/gone.html")
    assert (gone.on_home, gone.places_total, gone.confirmed) == (False, 1, True)
    assert [where for where, _, _ in places(seen, "/gone.html")] == ["/a.html"]


@pytest.mark.parametrize(("pages", "complete"), [(20, True), (22, False)])
async def test_what_is_gone_from_the_pages_read_again_may_stand_on_others(pages: int, complete: bool) -> None:
    names = [f"/{number:02}.html" for number in range(pages)]
    repaired = {name: in_turn(page(name, article("/gone.html")), page(name, article(name))) for name in names}
    seen = await look({"/": article(*names), **repaired})
    assert f"http://{HOST}/gone.html" not in seen.outcomes()
    assert seen.target().survey.complete is complete  # else the finding would count as repaired


async def test_a_page_that_does_not_open_again_is_told_without_line() -> None:
    failing = in_turn(page("a", article("/gone.html")), status(500))
    seen = await look({"/": article("/a.html"), "/a.html": failing})
    assert places(seen, "/gone.html") == [("/a.html", 0, "")]


async def test_no_more_pages_are_read_again_than_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rereading, "MOST", 3)
    names = [f"/{number}.html" for number in range(6)]
    site = {name: article("/gone.html", f"/gone{name}") for name in names} | {"/": article(*names)}
    seen = await look(site)
    assert [seen.times(f"GET {name}") for name in names] == [2, 2, 2, 1, 1, 1]
    assert [line > 0 for _, line, _ in places(seen, "/gone.html")] == [True, True, True, False, False, False]
    assert [where for where, _, _ in places(seen, "/gone.html")] == names
    assert places(seen, "/gone/5.html") == [("/5.html", 0, "")]


async def test_what_is_only_unseen_costs_no_second_reading() -> None:
    seen = await look({"/": article("/walled.html"), "/walled.html": status(403)})
    assert seen.times("GET /") == 1
    assert seen.link(f"http://{HOST}/walled.html").outcome is LinkOutcome.BLOCKED
    assert places(seen, "/walled.html") == [("/", 0, "")]


async def test_an_address_in_a_style_sheet_is_told_with_its_line_and_the_sheet_is_read_once() -> None:
    sheet = answer("p{}\np{background:url(/no.png)}", kind="text/css")
    seen = await look({"/": '<link rel="stylesheet" href="/s.css">' + article(), "/s.css": sheet})
    assert places(seen, "/no.png") == [("/s.css", 2, "")]
    assert seen.times("GET /s.css") == 1
