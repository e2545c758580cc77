"""The browser of this program: one process, started when first asked for, with a bounded number of pages.

A browser that crashed, was killed or has grown too large is started anew for the next page. It ends with this program,
however that ends: the driver stops when its pipe is closed, and the browser when that of the driver is.
"""

import asyncio
import contextlib
import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from playwright.async_api import Browser, BrowserContext, Error, Playwright, async_playwright

from monitor.look.browser.found import HOW_TO_GET, Found, NoBrowserError, find_browsers
from monitor.look.browser.memory import children_memory
from monitor.look.browser.proxy import Proxy
from monitor.look.policy import Browsing

log = logging.getLogger(__name__)

_FLAGS = (
    "--disable-quic",
    # WebRTC would send packets by itself: only what can go through the proxy may go, which is nothing.
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    # The browser knows no name and no address but that of the proxy: whatever would go past that goes nowhere.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--dns-prefetch-disable",
    "--no-pings",
    "--disable-domain-reliability",
    "--disable-client-side-phishing-detection",
    "--js-flags=--max-old-space-size=512",
    "--mute-audio",
    "--autoplay-policy=user-gesture-required",
)
_BYPASS = "<-loopback>"  # loopback too goes through the proxy, where the guard stands
_START = 30.0  # seconds to start in
_CLOSE = 10.0


@dataclass(slots=True)
class _Running:
    """A browser that was started: with what it was, and how many pages it has open."""

    browser: Browser
    found: Found
    pages: int = 0
    worn: bool = False


class Pool:
    """Hands out contexts of one browser. ``async with`` holds it; the browser is started by the first page.

    After a start that failed it does not try again: whoever asks is told the same.
    """

    def __init__(self, browsing: Browsing) -> None:
        self._browsing = browsing
        self._places = asyncio.Semaphore(browsing.pages)
        self._starting = asyncio.Lock()
        self._playwright: Playwright | None = None
        self._nowhere = Proxy(None)
        self._running: _Running | None = None
        self._failure = ""
        self.starts = 0
        self.opened = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        async with self._starting:
            await self._stop()
            if self._playwright is not None:
                with contextlib.suppress(Error, OSError, TimeoutError):
                    async with asyncio.timeout(_CLOSE):
                        await self._playwright.stop()
                await self._nowhere.__aexit__(None, None, None)
                self._playwright = None

    async def start(self) -> tuple[Found, str]:
        """Start the browser if it does not run; which it is, and its version. Raises :class:`NoBrowserError`."""
        running = await self._ready()
        return running.found, running.browser.version

    @asynccontextmanager
    async def page_place(self) -> AsyncIterator[None]:
        """One of the places for pages. Wait for it before opening anything."""
        async with self._places:
            yield

    @asynccontextmanager
    async def context(self, proxy: Proxy | None = None, **options: Any) -> AsyncIterator[BrowserContext]:
        """A fresh context behind a proxy; without one it reaches nothing. Raises :class:`NoBrowserError`.

        ``options`` are those of Playwright. Whatever is still open in it is closed at the end.
        """
        running, context = await self._opened(proxy, options)
        self.opened += 1
        try:
            yield context
        finally:
            running.pages -= 1
            await self._closed(context, running)

    async def _opened(self, proxy: Proxy | None, options: dict[str, Any]) -> tuple[_Running, BrowserContext]:
        """A context, of a new browser when the one that ran turns out to have gone."""
        for attempt in (1, 2):
            running = await self._ready()
            running.pages += 1
            try:
                context = await running.browser.new_context(
                    proxy={"server": (proxy or self._nowhere).url, "bypass": _BYPASS}, **options
                )
            except Error:
                running.pages -= 1
                running.worn = True
                if attempt == 2:
                    raise
            except BaseException:
                running.pages -= 1
                raise
            else:
                return running, context
        raise AssertionError("unreachable")

    async def _closed(self, context: BrowserContext, running: _Running) -> None:
        try:
            async with asyncio.timeout(_CLOSE):
                await context.close()
        except (Error, TimeoutError) as error:
            log.info("a page of the browser did not close (%s): the browser is started anew", type(error).__name__)
            running.worn = True
        if not running.worn and children_memory() > self._browsing.memory * 1_000_000:
            log.info("the browser has grown beyond %d MB: it is started anew", self._browsing.memory)
            running.worn = True

    # -- starting and stopping -----------------------------------------------------------------------------------------

    async def _ready(self) -> _Running:
        async with self._starting:
            if self._failure:
                raise NoBrowserError(self._failure)
            running = self._running
            if running is not None and (not running.browser.is_connected() or (running.worn and not running.pages)):
                await self._stop()
            if self._running is None:
                self._running = await self._launched()
            return self._running

    async def _launched(self) -> _Running:
        driver = await self._drive()
        tried = []
        candidates = find_browsers(self._browsing.path)
        for found in candidates:
            try:
                async with asyncio.timeout(_START):
                    return await self._launch(found, driver)
            except (Error, OSError, TimeoutError) as error:
                said = str(error).strip().splitlines() or [type(error).__name__]
                tried.append(f"{found}：{said[0]}")
        where = f"配置的 {self._browsing.path} 不能运行" if self._browsing.path else "没有找到浏览器"
        self._failure = "；".join(tried) or f"{where}；{HOW_TO_GET}"
        raise NoBrowserError(self._failure)

    async def _drive(self) -> Playwright:
        """Start the driver that starts browsers. Raises :class:`NoBrowserError`."""
        if self._playwright is not None:
            return self._playwright
        try:
            async with asyncio.timeout(_START):
                driver = await async_playwright().start()
        except Exception as error:  # a driver that ends at once is told of by a bare Exception
            self._failure = f"浏览器的驱动程序没有启动（{error}）；{HOW_TO_GET}"
            raise NoBrowserError(self._failure) from error
        await self._nowhere.__aenter__()
        self._playwright = driver
        return driver

    async def _launch(self, found: Found, driver: Playwright) -> _Running:
        browser = await driver.chromium.launch(
            executable_path=found.path,
            args=list(_FLAGS),
            chromium_sandbox=os.geteuid() != 0,  # root cannot have the sandbox
            proxy={"server": self._nowhere.url, "bypass": _BYPASS},
        )
        self.starts += 1
        return _Running(browser, found)

    async def _stop(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            with contextlib.suppress(Error, TimeoutError):
                async with asyncio.timeout(_CLOSE):
                    await running.browser.close()


# -- shared by everything in one program ------------------------------------------------------------------------------


@dataclass(slots=True)
class _Shared:
    pool: Pool
    users: int = 0


_SHARED: dict[tuple[asyncio.AbstractEventLoop, Browsing], _Shared] = {}


@asynccontextmanager
async def shared_pool(browsing: Browsing) -> AsyncIterator[Pool]:
    """The pool of this program. Whoever comes first makes it, whoever goes last closes it."""
    key = (asyncio.get_running_loop(), browsing)
    shared = _SHARED.setdefault(key, _Shared(Pool(browsing)))
    shared.users += 1
    try:
        yield shared.pool
    finally:
        shared.users -= 1
        if not shared.users:
            del _SHARED[key]
            await shared.pool.__aexit__(None, None, None)
