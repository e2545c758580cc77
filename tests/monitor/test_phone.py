"""When the home page is shown on a phone too, and what is said when it cannot be."""

from dataclasses import dataclass, field, replace

import pytest

from checks.evidence import Box, History, Overlay, Page, Rendered, Response
from checks.reading.page import read_page
from checks.vocabulary import LinkOutcome, Reason
from monitor.look.browser.sight import Sight
from monitor.phone import stood_before
from monitor.showing import show_target

HOME = "http://www.yunxi.test/"
OVERLAY = Overlay("请关注公众号", Box(0, 0, 300, 300), "#box", 0.4)


def page() -> Page:
    return read_page(Response(HOME, HOME, LinkOutcome.OK, 200, body="<title>首页</title><p>正文".encode()))


def shown(*, phone: bool = False, overlays: tuple[Overlay, ...] = ()) -> Rendered:
    return Rendered(HOME, HOME, LinkOutcome.OK, page(), phone=phone, overlays=overlays)


@dataclass
class Screen:
    """Stands for the browser: what it shows on a desk and on a phone, and what it was asked for."""

    desk: Rendered
    phone: Rendered | Reason
    asked: list[tuple[bool, bool]] = field(default_factory=list)

    async def show(self, url: str, *, phone: bool = False, due: bool = False, **_more: bool) -> Rendered | Reason:
        assert url == HOME
        self.asked.append((phone, due))
        return self.phone if phone else self.desk


class Sights(Screen, Sight):
    """A sight that is asked and never opens a browser."""


def sight(desk: Rendered, phone: Rendered | Reason) -> Sights:
    return Sights(desk, phone)


ON_PHONE = shown(phone=True, overlays=(OVERLAY,))


@pytest.mark.parametrize(
    ("desk", "stood", "asked"),
    [
        (shown(), False, [(False, True)]),
        (shown(overlays=(OVERLAY,)), False, [(False, True), (True, False)]),
        (shown(), True, [(False, True), (True, True)]),
    ],
)
async def test_a_phone_looks_where_something_stands_or_stood(
    desk: Rendered, stood: bool, asked: list[tuple[bool, bool]]
) -> None:
    screen = sight(desk, ON_PHONE)
    seen = await show_target(HOME, [], screen, stood=stood)
    assert screen.asked == asked
    assert seen.views == (desk, ON_PHONE)[: len(asked)]


@pytest.mark.parametrize(
    ("phone", "reason"),
    [
        (Reason.LIMIT_REACHED, Reason.LIMIT_REACHED),
        (replace(ON_PHONE, outcome=LinkOutcome.TIMEOUT, page=None), Reason.UNREACHABLE),
        (replace(ON_PHONE, outcome=LinkOutcome.BLOCKED, page=None), Reason.BLOCKED),
    ],
)
async def test_what_stood_is_not_cleared_by_the_desk_alone(phone: Rendered | Reason, reason: Reason) -> None:
    seen = await show_target(HOME, [], sight(shown(), phone), stood=True)
    assert (seen.views, seen.reason) == ((), reason)
    free = await show_target(HOME, [], sight(shown(overlays=(OVERLAY,)), phone))
    assert len(free.views) == 1


def test_what_only_a_browser_shows() -> None:
    assert stood_before(History(open={"site.forced-follow": frozenset({"popup"})}))
    assert not stood_before(History(open={"site.links": frozenset({"http://gone.test/"})}))
    assert not stood_before(History(open={"site.forced-follow": frozenset()}))
