"""The visit of the browser to one site: a fresh profile behind a proxy of its own, gone with the visit."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from playwright.async_api import BrowserContext, Error, Page

from checks.evidence import Page as ReadPage
from checks.evidence import Rendered, Response
from checks.reading.page import read_page
from checks.reading.urls import host_of
from checks.vocabulary import LinkOutcome
from monitor.look.browser.challenge import is_challenged, wait_out
from monitor.look.browser.failures import outcome_said
from monitor.look.browser.overlays import Watching, cover
from monitor.look.browser.parts import parts_of
from monitor.look.browser.pictures import Caption, Pictures
from monitor.look.browser.pool import Pool, shared_pool
from monitor.look.browser.proxy import Proxy, ProxyLimits
from monitor.look.browser.traffic import Traffic
from monitor.look.browser.world import World
from monitor.look.client import Client
from monitor.look.clock import Clock
from monitor.look.outcomes import outcome_of_status
from monitor.look.policy import Policy
from monitor.look.weburl import WebUrl, key_of, web_url

log = logging.getLogger(__name__)

_SOURCE = "(most) => (document.documentElement ? document.documentElement.outerHTML : '').slice(0, most)"
_NO_WEBRTC = "delete globalThis.RTCPeerConnection; delete globalThis.webkitRTCPeerConnection;"
_CHALLENGE = 10.0  # seconds that the script of a protection device is given
_QUIET = 4.0  # seconds given to what a page asks for after it has loaded
_SPARE = 10.0  # seconds beyond all waits of a page, for a slow machine
_HTML = frozenset({"text/html", "application/xhtml+xml", ""})

_PHONE_SCALE = 2.0
_DESKTOP: dict[str, Any] = {"viewport": {"width": 1366, "height": 768}}
_PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": _PHONE_SCALE,
    "is_mobile": True,
    "has_touch": True,
}


@dataclass(frozen=True, slots=True)
class Means:
    """What visits stand on: the browser, the way into the net with its manners, the time."""

    pool: Pool
    client: Client
    policy: Policy
    clock: Clock


@dataclass(slots=True)
class Visit:
    """One site as the browser shows it. Cookies and storage live as long as the visit; see :func:`visiting`."""

    means: Means
    proxy: Proxy
    stack: AsyncExitStack
    pictures: Pictures = field(default_factory=Pictures)
    rendered: int = 0
    _contexts: dict[bool, BrowserContext] = field(default_factory=dict)

    async def render(self, url: str, *, phone: bool = False, thorough: bool = False) -> Rendered:
        """Show a page. Whatever the page does comes back as the outcome. Raises :class:`NoBrowserError`.

        ``thorough`` also waits for what covers the page late, and takes pictures.
        """
        goal = web_url(url)
        if goal is None:
            return Rendered(url, "", LinkOutcome.MALFORMED, phone=phone)
        self.rendered += 1
        browsing = self.means.policy.browsing
        seconds = browsing.seconds + _CHALLENGE + _QUIET + (browsing.linger if thorough else 0) + _SPARE
        async with self.means.pool.page_place():
            for attempt in (1, 2):
                try:
                    async with asyncio.timeout(seconds):
                        return await self._render(goal, phone=phone, thorough=thorough)
                except TimeoutError:
                    return Rendered(url, goal.text, LinkOutcome.TIMEOUT, phone=phone)
                except Error as error:  # the page or all of the browser crashed
                    log.info("the browser lost %s: %s", goal.origin, str(error).splitlines()[0])
                    self._contexts.clear()
                    if attempt == 2:
                        return Rendered(url, goal.text, LinkOutcome.RESET, phone=phone)
        raise AssertionError("unreachable")

    async def _render(self, goal: WebUrl, *, phone: bool, thorough: bool) -> Rendered:
        context = await self._context(phone=phone)
        page = await context.new_page()
        try:
            return await _Showing(self, context, page, goal, phone).show(thorough=thorough)
        finally:
            with contextlib.suppress(Error, TimeoutError):
                async with asyncio.timeout(5):
                    await page.close()

    async def _context(self, *, phone: bool) -> BrowserContext:
        if phone not in self._contexts:
            _, version = await self.means.pool.start()
            context = await self.stack.enter_async_context(
                self.means.pool.context(
                    self.proxy,
                    **(_PHONE if phone else _DESKTOP),
                    user_agent=_agent(version, self.means.policy.network.user_agent, phone=phone),
                    locale="zh-CN",
                    timezone_id="Asia/Shanghai",
                    accept_downloads=False,
                    ignore_https_errors=True,
                    service_workers="block",
                    permissions=[],
                )
            )
            context.set_default_timeout(self.means.policy.browsing.seconds * 1000)
            await context.add_init_script(_NO_WEBRTC)
            self._contexts[phone] = context
        return self._contexts[phone]


@asynccontextmanager
async def visiting(means: Means) -> AsyncIterator[Visit]:
    """A visit to one site. Nothing is started before the first page is to be shown."""
    limits, browsing = means.policy.limits, means.policy.browsing
    let = ProxyLimits(limits.connect, means.policy.manners.concurrency, browsing.body * max(1, browsing.budget))
    async with AsyncExitStack() as stack:
        proxy = await stack.enter_async_context(Proxy(means.client.addresses, let))
        yield Visit(means, proxy, stack)


@asynccontextmanager
async def browser_of(
    client: Client, policy: Policy, clock: Clock
) -> AsyncIterator[Callable[[], AbstractAsyncContextManager[Visit]]]:
    """What begins visits with the browser of this program, which is started by the first page."""
    async with shared_pool(policy.browsing) as pool:
        yield partial(visiting, Means(pool, client, policy, clock))


def _agent(version: str, ours: str, *, phone: bool) -> str:
    """How the browser names itself: as what it is, with who sends it."""
    system = "Linux; Android 14" if phone else "X11; Linux x86_64"
    major = version.partition(".")[0]
    mobile = " Mobile" if phone else ""
    product = f"Chrome/{major}.0.0.0{mobile} Safari/537.36"
    return f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) {product} {ours}"


class _Showing:
    """One page being shown."""

    def __init__(self, visit: Visit, context: BrowserContext, page: Page, goal: WebUrl, phone: bool) -> None:
        self._visit, self._means = visit, visit.means
        self._context, self._page, self._goal, self._phone = context, page, goal, phone
        self._traffic = Traffic(self._means.client.politeness, self._means.policy.browsing.requests)
        self._began = self._means.clock.monotonic()
        self._refused_before = len(visit.proxy.passed.refused)

    async def show(self, *, thorough: bool) -> Rendered:
        """Open the page, wait until it is quiet, and tell what it shows."""
        await self._traffic.watch(self._page)
        failure = await self._open()
        challenged = await wait_out(self._page, self._traffic, _CHALLENGE)
        if failure is not None and (not self._traffic.documents or self._page.url == "about:blank"):
            return self._ended(failure)
        await self._settle()
        outcome = await self._outcome()
        if not outcome.is_good:
            return replace(self._ended(outcome), challenged=challenged)
        world = await World.of(self._context, self._page, _PHONE_SCALE if self._phone else 1.0)
        watching = Watching()
        seconds = self._means.clock.monotonic() - self._began
        if thorough:
            linger = self._means.policy.browsing.linger
            watching = await cover(self._page, world, linger)
        read = await self._read(world, seconds)
        shown = replace(self._ended(outcome), page=read, challenged=challenged, seconds=seconds)
        if not thorough:
            return shown
        now = self._means.clock.now()
        shown = await self._visit.pictures.taken(shown, watching, world, now)
        caption = Caption(host_of(shown.final_url), now, "手机页面" if self._phone else "电脑页面")
        return replace(shown, parts=await parts_of(world, self._visit.pictures, caption))

    async def _open(self) -> LinkOutcome | None:
        """Go to the page. Why it did not open, None when it did."""
        seconds = self._means.policy.browsing.seconds
        try:
            await self._page.goto(self._goal.text, wait_until="domcontentloaded", timeout=seconds * 1000)
        except Error as error:
            return self._visit.proxy.passed.outcomes.get(self._goal.host) or outcome_said(str(error))
        return None

    async def _settle(self) -> None:
        """Wait for the page to load, and a little for what it asks for by itself."""
        left = self._means.policy.browsing.seconds - (self._means.clock.monotonic() - self._began)
        with contextlib.suppress(Error):
            await self._page.wait_for_load_state("load", timeout=max(left, 0.5) * 1000)
        with contextlib.suppress(Error):
            await self._page.wait_for_load_state("networkidle", timeout=_QUIET * 1000)

    async def _outcome(self) -> LinkOutcome:
        document = self._traffic.documents[-1]
        refused = (await document.all_headers()).get("x-govwatch") == "refused"
        if refused:
            return self._visit.proxy.passed.outcomes.get(self._goal.host, LinkOutcome.SKIPPED)
        if await is_challenged(document):
            return LinkOutcome.BLOCKED
        outcome = outcome_of_status(document.status)
        if outcome is LinkOutcome.OK and key_of(self._page.url) != self._goal.key:
            return LinkOutcome.REDIRECTED
        return outcome

    async def _read(self, world: World, seconds: float) -> ReadPage | None:
        """The page as it stands, by the same readers as fetched pages. Scripts have run: what is there is there."""
        document = self._traffic.documents[-1]
        kind = (await document.all_headers()).get("content-type", "").partition(";")[0].strip().lower()
        if kind not in _HTML:
            return None
        source = await world.ask(_SOURCE, self._means.policy.limits.body)
        html = f"<!DOCTYPE html>{source or ''}".encode("utf-8", "replace")
        page = read_page(
            Response(
                url=self._goal.text,
                final_url=self._final,
                outcome=LinkOutcome.OK,
                status=document.status,
                headers=(("content-type", "text/html; charset=utf-8"),),
                body=html,
                seconds=seconds,
                at=self._means.clock.now(),
            )
        )
        return replace(page, scripting="")

    @property
    def _final(self) -> str:
        place = web_url(self._page.url)
        return place.text if place is not None else self._goal.text

    def _ended(self, outcome: LinkOutcome) -> Rendered:
        refused = (*self._traffic.refused, *self._visit.proxy.passed.refused[self._refused_before :])
        return Rendered(
            url=self._goal.text,
            final_url=self._final,
            outcome=self._traffic.outcome or outcome,
            phone=self._phone,
            console_errors=tuple(self._traffic.errors),
            blocked=tuple(dict.fromkeys(refused)),
            dialogs=tuple(self._traffic.dialogs),
            seconds=self._means.clock.monotonic() - self._began,
        )
