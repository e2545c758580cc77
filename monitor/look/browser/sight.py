"""What the browser shows of one site, within a budget: each page once, the home page always."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from checks.evidence import Page, PageLevel, Rendered, Response
from checks.reading.columns import is_evident
from checks.vocabulary import LinkOutcome, Reason
from monitor.look.browser.album import Album
from monitor.look.browser.found import NoBrowserError
from monitor.look.weburl import key_of

if TYPE_CHECKING:  # it brings Playwright, which is loaded where there is a browser
    from monitor.look.browser.visit import Visit

log = logging.getLogger(__name__)

Gate: TypeAlias = Callable[[str], Awaitable[bool]]
"""Says whether a URL may be asked for; robots rules are one."""

Visiting: TypeAlias = Callable[[], AbstractAsyncContextManager["Visit"]]
"""Begins the visit of the browser to a site."""


class Sight:
    """One site seen with the browser. ``reason`` is set while nothing can be seen: there is no browser.

    ``shown`` counts the pages that were shown, ``wanted`` those that it was asked for. Pages beyond the ``budget`` are
    not shown, but for those that are asked for as ``due``.
    """

    def __init__(self, visit: "Visit | None", budget: int, gate: Gate) -> None:
        self._visit = visit
        self._budget = budget
        self._gate = gate
        self._seen: dict[tuple[str, bool], tuple[Rendered, bool]] = {}
        self._walled = False
        self._evident: set[str] = set()
        self._opened = False
        self.reason = Reason.NO_BROWSER if visit is None else None
        self.wanted = 0
        self.shown = 0
        self._beyond: set[tuple[str, bool]] = set()

    @property
    def beyond(self) -> int:
        """How many pages were not shown for the budget."""
        return len(self._beyond)

    @property
    def pictures(self) -> Album:
        """The pictures taken so far."""
        return self._visit.pictures if self._visit is not None else Album()

    async def show(
        self, url: str, *, phone: bool = False, thorough: bool = False, due: bool = False, again: bool = False
    ) -> Rendered | Reason:
        """Show a page, unless it was shown before and is not to be shown ``again``; or why it is not shown."""
        self.wanted += 1
        known = self._seen.get((key_of(url), phone))
        if known is not None and not again and (known[1] or not thorough):
            return known[0]
        if self._visit is None or self.reason is not None:
            return self.reason or Reason.NO_BROWSER
        if self.shown >= self._budget and not due:
            if known is None:
                self._beyond.add((key_of(url), phone))
            return Reason.LIMIT_REACHED
        if not await self._gate(url):
            return Reason.ROBOTS
        self.shown += 1
        try:
            seen = await self._visit.render(url, phone=phone, thorough=thorough)
        except NoBrowserError as error:
            log.warning("%s", error)
            self.reason, self.shown = Reason.NO_BROWSER, self.shown - 1
            return Reason.NO_BROWSER
        for name in {key_of(url), key_of(seen.final_url)}:
            self._seen[name, phone] = (seen, thorough)
        return seen

    async def second(
        self, response: Response, page: Page | None, *, home: bool = False
    ) -> tuple[Response, Page | None]:
        """An answer and its page as the browser sees them, where that may be more than was fetched.

        That is so of a page that scripts write, of a list that they may write, and of a site that refused us: when the
        browser opens its home page, its other pages are tried as well.
        """
        if not self._may_see_more(response, page, home=home):
            return response, page
        seen = await self.show(response.final_url or response.url, thorough=home, due=home)
        if not isinstance(seen, Rendered) or seen.page is None:
            self._walled = self._walled or (isinstance(seen, Rendered) and seen.outcome is LinkOutcome.BLOCKED)
            return response, page
        if response.outcome is LinkOutcome.BLOCKED:
            self._opened = True
            outcome = LinkOutcome.REDIRECTED if response.hops else LinkOutcome.OK
            response = replace(response, outcome=outcome, status=seen.page.status, detail="opened by a browser")
        return replace(response, final_url=seen.page.url), replace(seen.page, seconds=response.seconds)

    def _may_see_more(self, response: Response, page: Page | None, *, home: bool) -> bool:
        if self.reason is not None or self._walled:
            return False
        if response.outcome is LinkOutcome.BLOCKED:
            return home or self._opened
        if page is None:
            return False
        if is_evident(page):
            self._evident.add(page.scripting)
        return page.scripted or (page.scripting not in self._evident and is_written_by_scripts(page))


def is_written_by_scripts(page: Page) -> bool:
    """Whether scripts write the page, or may write a part of the list that it is."""
    is_list = page.level is PageLevel.COLUMN and not is_evident(page)
    return page.scripted or (bool(page.scripting) and is_list)


@asynccontextmanager
async def sight_of(visiting: Visiting | None, budget: int, gate: Gate) -> AsyncIterator[Sight]:
    """The sight of one site; it sees nothing without a browser to visit it."""
    if visiting is None:
        yield Sight(None, budget, gate)
        return
    async with visiting() as visit:
        yield Sight(visit, budget, gate)
