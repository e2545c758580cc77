"""What one page of the browser may ask for, and what it did ask for."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from playwright.async_api import Error, Page, Request, Response, Route

from checks.vocabulary import LinkOutcome
from monitor.look.pace import HostRestsError
from monitor.look.politeness import Politeness
from monitor.look.weburl import web_url

log = logging.getLogger(__name__)

_DOCUMENTS = 6  # documents shown one after the other in the place of one page
_NEVER = {"media": "音视频不取", "ping": "统计请求不发", "cspviolationreport": "报告请求不发"}
_KEPT = 100  # refusals and messages kept
_CHARACTERS = 300


@dataclass  # no slots: Playwright notes its listeners on the object
class Traffic:
    """The requests of one page: counted, in turn at the host of its documents, and the documents that came."""

    politeness: Politeness
    most: int
    asked: int = 0
    refused: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    documents: list[Response] = field(default_factory=list)
    rests: bool = False
    news: asyncio.Event = field(default_factory=asyncio.Event)
    _documents_asked: int = 0
    _started: dict[str, float] = field(default_factory=dict)

    async def watch(self, page: Page) -> None:
        """Stand in the way of a page, before it asks for anything."""
        page.on("response", self._answered)
        page.on("dialog", lambda dialog: _quietly(self._dialog(dialog.message, dialog.dismiss)))
        page.on("popup", lambda popup: _quietly(popup.close()))
        page.on("pageerror", lambda error: self._keep(self.errors, str(error)))
        page.on("console", lambda said: self._keep(self.errors, said.text) if said.type == "error" else None)
        await page.route("**/*", self._decide)

    async def _dialog(self, message: str, dismiss: Callable[[], Awaitable[None]]) -> None:
        self._keep(self.dialogs, message)
        await dismiss()

    async def _decide(self, route: Route, request: Request) -> None:
        with contextlib.suppress(Error):  # the page may be gone by now
            why = await self._objection(request)
            if why:
                self._keep(self.refused, f"{request.url}：{why}")
                await route.abort("blockedbyclient")
            else:
                await route.continue_()

    async def _objection(self, request: Request) -> str:
        """Why a request is not made, or an empty string. Documents wait here for the turn of their host."""
        place = web_url(request.url)
        if place is None:
            return "不是网址"
        self.asked += 1
        if self.asked > self.most:
            return "超过一个页面的请求数上限"
        if request.resource_type in _NEVER:
            return _NEVER[request.resource_type]
        if not request.is_navigation_request():
            return ""
        if request.frame.parent_frame is None:
            self._documents_asked += 1
            if self._documents_asked > _DOCUMENTS:
                return "页面反复跳转"
        try:
            async with self.politeness.slot(place.host).turn() as started:
                self._started[place.host] = started
        except HostRestsError:
            self.rests = True
            return "该网站要求暂停访问"
        return ""

    def _answered(self, response: Response) -> None:
        with contextlib.suppress(Error):  # a worker has no frame
            if not response.request.is_navigation_request() or response.frame.parent_frame is not None:
                return
            self.documents.append(response)
            self.news.set()
            place = web_url(response.url)
            if response.status == 429 and place is not None and place.host in self._started:
                self.politeness.slot(place.host).pushed_back(self._started[place.host], None)

    @property
    def outcome(self) -> LinkOutcome | None:
        """Why the page could not be asked for at all, None when it could."""
        return LinkOutcome.RATE_LIMITED if self.rests else None

    @staticmethod
    def _keep(where: list[str], what: str) -> None:
        if len(where) < _KEPT:
            where.append(" ".join(what.split())[:_CHARACTERS])


def _quietly(work: Awaitable[object]) -> None:
    """Have it done, and let it fail when the page is gone."""

    async def done() -> None:
        with contextlib.suppress(Error):
            await work

    task = asyncio.ensure_future(done())
    _TASKS.add(task)
    task.add_done_callback(_TASKS.discard)


_TASKS: set[asyncio.Future[None]] = set()
