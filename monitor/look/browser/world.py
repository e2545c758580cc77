"""Asking a page questions in a world of our own: its scripts cannot see them, nor lend them functions of theirs."""

import base64
from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext, CDPSession, Error, Page

from checks.evidence import Box

_NAME = "govwatch"


def script(name: str, *shared: str) -> str:
    """A script of this package: a function of the limits. What the ``shared`` files define is known to it."""
    own = _read(name)
    return f"(limits) => {{\n{''.join(map(_read, shared))}return (\n{own.rstrip()}\n)(limits);\n}}" if shared else own


def _read(name: str) -> str:
    return Path(__file__).with_name(name).read_text("utf-8")


class World:
    """A page as our own scripts see it, and its pictures. Made anew after every navigation by itself."""

    def __init__(self, session: CDPSession, scale: float) -> None:
        self._session = session
        self.scale = scale

    @classmethod
    async def of(cls, context: BrowserContext, page: Page, scale: float = 1.0) -> "World":
        """The world of a page. Pictures of it have ``scale`` pixels to one of the page."""
        return cls(await context.new_cdp_session(page), scale)

    async def ask(self, function: str, *arguments: Any) -> Any:
        """Call a function of JavaScript in the main frame; what it returns, as plain values. Raises Playwright's."""
        tree = await self._session.send("Page.getFrameTree")
        frame = tree["frameTree"]["frame"]["id"]
        world = await self._session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": _NAME})
        answer = await self._session.send(
            "Runtime.callFunctionOn",
            {
                "functionDeclaration": function,
                "executionContextId": world["executionContextId"],
                "arguments": [{"value": value} for value in arguments],
                "returnByValue": True,
                "awaitPromise": True,
            },
        )
        if "exceptionDetails" in answer:
            said = answer["exceptionDetails"].get("exception", {}).get("description", "a script failed")
            raise Error(str(said)[:300])
        return answer["result"].get("value")

    async def picture(self, height: float | None = None) -> bytes:
        """A picture (WebP) of what is in view, or of the page from its top down to ``height``, each in its width."""
        left, top, width, view = await self.ask("() => [scrollX, scrollY, innerWidth, innerHeight]")
        place = Box(left, top, width, view) if height is None else Box(0, 0, width, height)
        return await self._shot(place, self.scale, beyond=height is not None)

    async def area(self, place: Box, scale: float) -> bytes:
        """A picture (WebP) of a place of the page, be it in view or not, with ``scale`` pixels to one of the page."""
        return await self._shot(place, scale, beyond=True)

    async def _shot(self, place: Box, scale: float, *, beyond: bool) -> bytes:
        clip = {"x": place.x, "y": place.y, "width": place.width, "height": place.height, "scale": scale}
        asked = {"format": "webp", "quality": 80, "clip": clip, "captureBeyondViewport": beyond}
        answer = await self._session.send("Page.captureScreenshot", asked)
        return base64.b64decode(answer["data"])
