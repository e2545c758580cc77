"""What covers a page when it is opened, and within a few seconds after that."""

import asyncio
import contextlib
from dataclasses import dataclass, field, replace
from typing import Any

from playwright.async_api import Error, Page

from checks.evidence import Box, Overlay
from monitor.look.browser.shots import Shot, shoot
from monitor.look.browser.world import World, script

_SCRIPT = script("overlays.js", "path.js")
_STEP = 1.0  # seconds between looks
_WHEEL = 240  # pixels that a visitor tries to scroll
_WHEEL_SECONDS = 0.3
_LIMITS = {
    "share": 0.02,  # of the view: what is smaller hides nothing that a visitor would miss
    "shut": 0.9,  # of the view: when that much cannot be clicked, nothing can
    "mask": 0.6,  # of the view: what covers that much is outlined by what it says, not by itself
    "elements": 20_000,
    "text": 2_000,
    "overlays": 10,
}


@dataclass(slots=True)
class Watching:
    """What was seen to cover the page, and what was in view when each was first seen, by its path."""

    overlays: dict[str, Overlay] = field(default_factory=dict)
    views: dict[str, Shot] = field(default_factory=dict)


async def cover(page: Page, world: World, seconds: float) -> Watching:
    """Watch what covers the page for that long."""
    watching = Watching()
    loop = asyncio.get_running_loop()
    began = loop.time()
    while True:
        passed = loop.time() - began
        with contextlib.suppress(Error):  # it may be on its way to another page
            await _look(page, world, watching, passed)
        if passed >= seconds:
            return watching
        await asyncio.sleep(min(_STEP, max(seconds - passed, 0.05)))


async def _look(page: Page, world: World, watching: Watching, passed: float) -> None:
    seen: dict[str, Any] = await world.ask(_SCRIPT, _LIMITS)
    new = [one for one in map(_overlay, seen["overlays"]) if _says_more(one, watching.overlays.get(one.path))]
    if not new:
        return
    view = await shoot(world)
    stuck = bool(seen["scrollable"]) and not await _scrolls(page, world, seen["free"])
    for one in new:
        known = watching.overlays.get(one.path)
        after = known.after if known else round(passed, 1)
        watching.overlays[one.path] = replace(one, blocks_click=bool(seen["shut"]), blocks_scroll=stuck, after=after)
        watching.views[one.path] = view


def _says_more(one: Overlay, known: Overlay | None) -> bool:
    """Whether it is new, or has come to say something since."""
    return known is None or (not known.text and bool(one.text))


def _overlay(seen: dict[str, Any]) -> Overlay:
    return Overlay(
        text=str(seen["text"]),
        box=Box(*(round(float(seen[name]), 1) for name in ("x", "y", "width", "height"))),
        path=str(seen["path"]),
        share=round(float(seen["share"]), 3),
        z_index=int(seen["z"]),
        close=str(seen["close"]),
    )


async def _scrolls(page: Page, world: World, free: list[float] | None) -> bool:
    """Whether turning the wheel, where nothing covers the page if there is such a place, moves the page."""
    size = page.viewport_size or {"width": 0, "height": 0}
    x, y = free or (size["width"] / 2, size["height"] / 2)
    before = await world.ask("() => scrollY")
    await page.mouse.move(x, y)
    await page.mouse.wheel(0, _WHEEL)
    moved = False
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_WHEEL_SECONDS):
            while not moved:
                await asyncio.sleep(0.03)
                moved = await world.ask("() => scrollY") != before
    await world.ask("(y) => scrollTo({ top: y, behavior: 'instant' })", before)
    return moved
