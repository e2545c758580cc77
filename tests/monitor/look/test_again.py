"""Single links are looked for on the pages they stood on, and asked for; nothing else is."""

from collections.abc import Mapping

import pytest

from checks.vocabulary import LinkOutcome
from monitor.look.again import LinksAgain
from monitor.look.looking import Looking
from tests.misbehaving import Handler, Server, page, status
from tests.monitor.look.helpers import FakeClock, policy_for, subject

HOST = "www.city.test"
BASE = f"http://{HOST}"
DEAD = f"{BASE}/dead.html"


def news(*links: str) -> Handler:
    return page("News", "".join(f'<a href="{link}">link</a>' for link in links))


async def looked(server: Server, pages: Mapping[str, Handler], abouts: set[str], stood: set[str]) -> LinksAgain:
    server.site(HOST, {"/": news("/news.html", "/other.html"), **pages})
    async with Looking(policy_for(server), FakeClock()) as looking:
        return await looking.links_again(subject(f"{BASE}/"), abouts, {f"{BASE}{path}" for path in stood})


def outcomes(again: LinksAgain) -> dict[str, LinkOutcome]:
    return {link.url: link.outcome for link in again.links}


async def test_only_the_pages_and_the_links_in_question_are_asked_for() -> None:
    async with Server() as server:
        pages = {"/news.html": news("/dead.html", "/fine.html"), "/fine.html": page("Fine"), "/other.html": page("No")}
        again = await looked(server, pages, {DEAD}, {"/news.html"})
        asked = {line.partition(" ")[2] for line in server.asked(HOST)}
    assert outcomes(again) == {DEAD: LinkOutcome.NOT_FOUND}
    assert {"/", "/news.html", "/dead.html"} <= asked
    assert asked.isdisjoint({"/fine.html", "/other.html"})


async def test_what_does_not_open_is_asked_for_twice_and_is_so_confirmed() -> None:
    async with Server() as server:
        again = await looked(server, {"/news.html": news("/dead.html")}, {DEAD}, {"/news.html"})
    (link,) = again.links
    assert link.confirmed
    assert [place.url for place in link.places] == [f"{BASE}/news.html"]
    assert not link.on_home


async def test_a_link_that_opens_now_is_good() -> None:
    async with Server() as server:
        pages = {"/news.html": news("/dead.html"), "/dead.html": page("Back again")}
        assert outcomes(await looked(server, pages, {DEAD}, {"/news.html"})) == {DEAD: LinkOutcome.OK}


async def test_a_link_taken_off_its_page_is_not_there_and_not_asked_for() -> None:
    async with Server() as server:
        again = await looked(server, {"/news.html": page("News")}, {DEAD}, {"/news.html"})
        assert "/dead.html" not in " ".join(server.asked(HOST))
    assert again.links == ()
    assert f"{BASE}/news.html" in again.pages


@pytest.mark.parametrize(("code", "counts"), [(404, True), (410, True), (500, False), (403, False)])
async def test_a_page_that_is_gone_holds_no_link_but_one_that_is_not_seen_may(code: int, counts: bool) -> None:
    async with Server() as server:
        again = await looked(server, {"/news.html": status(code)}, {DEAD}, {"/news.html"})
    assert (f"{BASE}/news.html" in again.pages) is counts


async def test_addresses_that_cannot_be_read_and_places_within_a_page() -> None:
    missing = f"{BASE}/target.html#nowhere"
    async with Server() as server:
        pages = {"/news.html": news("http://[bad", "/target.html#nowhere"), "/target.html": page("T", "<p id=x>x")}
        again = await looked(server, pages, {"http://[bad", missing}, {"/news.html"})
    assert outcomes(again) == {
        "http://[bad": LinkOutcome.MALFORMED, missing: LinkOutcome.MISSING_FRAGMENT,
    }  # fmt: skip


async def test_a_site_that_is_down_shows_nothing_and_says_why() -> None:
    async with Server() as server:
        server.site(HOST, {"/": status(503)})
        async with Looking(policy_for(server), FakeClock()) as looking:
            again = await looking.links_again(subject(f"{BASE}/"), {DEAD}, {f"{BASE}/news.html"})
    assert again.home.outcome is LinkOutcome.SERVER_ERROR
    assert again.links == ()
