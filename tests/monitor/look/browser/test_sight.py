"""What is shown of one site: once, within its budget, and what is due beyond it."""

from dataclasses import dataclass, field

from checks.evidence import Page, Rendered, Response
from checks.reading.page import read_page
from checks.vocabulary import LinkOutcome, Reason
from monitor.look.browser.sight import Sight
from monitor.look.browser.visit import Visit

HOST = "http://www.yunxi.test"
SHELL = "<!doctype html><title>x</title><div id=app></div><script src=/app.js></script>"
TEXT = "<!doctype html><title>通知</title><p>" + "这是一段正文，说明有关事项。" * 40


def read(path: str, html: str) -> Page:
    return read_page(answer(path, html))


def answer(path: str, html: str = "", outcome: LinkOutcome = LinkOutcome.OK) -> Response:
    return Response(f"{HOST}{path}", f"{HOST}{path}", outcome, 200, body=html.encode())


@dataclass
class Screen:
    """Stands for the visit of a browser: it shows what it is told to, and counts."""

    blocked: bool = False
    shown: list[tuple[str, bool]] = field(default_factory=list)

    async def render(self, url: str, *, phone: bool = False, thorough: bool = False) -> Rendered:
        assert thorough in (True, False)
        self.shown.append((url.removeprefix(HOST), phone))
        if self.blocked:
            return Rendered(url, url, LinkOutcome.BLOCKED, phone=phone)
        return Rendered(url, url, LinkOutcome.OK, read(url.removeprefix(HOST), TEXT), phone)


class Screens(Screen, Visit):
    """A visit that opens no browser."""

    def __init__(self, *, blocked: bool = False) -> None:
        Screen.__init__(self, blocked)


async def anybody(_url: str) -> bool:
    return True


async def nobody(_url: str) -> bool:
    return False


async def test_a_page_is_shown_once_on_each_device_unless_it_is_asked_for_again() -> None:
    screen = Screens()
    sight = Sight(screen, 10, anybody)
    for phone, again in ((False, False), (False, False), (True, False), (True, False), (False, True)):
        await sight.show(f"{HOST}/", phone=phone, again=again)
    assert screen.shown == [("/", False), ("/", True), ("/", False)]
    assert (sight.wanted, sight.shown, sight.beyond) == (5, 3, 0)


async def test_beyond_the_budget_only_what_is_due_is_shown() -> None:
    screen = Screens()
    sight = Sight(screen, 2, anybody)
    seen = [await sight.show(f"{HOST}/{number}", due=number == 4) for number in (1, 2, 3, 3, 4, 1)]
    assert [one if isinstance(one, Reason) else one.outcome for one in seen] == [
        LinkOutcome.OK, LinkOutcome.OK, Reason.LIMIT_REACHED, Reason.LIMIT_REACHED, LinkOutcome.OK, LinkOutcome.OK,
    ]  # fmt: skip
    assert (sight.shown, sight.beyond) == (3, 1)


async def test_what_robots_forbid_is_not_shown_and_without_a_browser_nothing_is() -> None:
    assert await Sight(Screens(), 5, nobody).show(f"{HOST}/") is Reason.ROBOTS
    assert await Sight(None, 5, anybody).show(f"{HOST}/") is Reason.NO_BROWSER


async def test_only_pages_that_may_hold_more_than_was_fetched_are_shown() -> None:
    screen = Screens()
    sight = Sight(screen, 10, anybody)
    _, plain = await sight.second(answer("/a.html", TEXT), read("/a.html", TEXT))
    assert (screen.shown, plain and plain.scripted) == ([], False)
    _, written = await sight.second(answer("/b.html", SHELL), read("/b.html", SHELL))
    assert screen.shown == [("/b.html", False)]
    assert written is not None
    assert "正文" in written.text


async def test_a_site_that_refused_us_gets_a_second_opinion_of_its_home_page_first() -> None:
    refused = LinkOutcome.BLOCKED
    shut = Sight(walled := Screens(blocked=True), 10, anybody)
    for path in ("/a", "/", "/b"):
        response, _ = await shut.second(answer(path, outcome=refused), None, home=path == "/")
        assert response.outcome is refused
    assert walled.shown == [("/", False)]

    opened = Sight(screen := Screens(), 10, anybody)
    outcomes = []
    for path in ("/a", "/", "/b"):
        response, page = await opened.second(answer(path, outcome=refused), None, home=path == "/")
        outcomes.append((response.outcome, page is not None))
    assert screen.shown == [("/", False), ("/b", False)]
    assert outcomes == [(refused, False), (LinkOutcome.OK, True), (LinkOutcome.OK, True)]
