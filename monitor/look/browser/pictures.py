"""The pictures of one visit: outlined, captioned, covered where they must be, and known by their content."""

import asyncio
import hashlib
import logging
from dataclasses import dataclass, replace
from datetime import datetime

from playwright.async_api import Error

from checks.evidence import Box, Overlay, Picture, PictureKind, Rendered
from checks.reading.urls import host_of
from checks.time import SHANGHAI
from monitor.look.browser.album import Album
from monitor.look.browser.drawing import LONGEST, codes_in, evidence_picture
from monitor.look.browser.overlays import Watching
from monitor.look.browser.shots import Shot, shoot
from monitor.look.browser.world import World

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands below a picture: whose page it is, when it was seen (aware), and what is shown."""

    host: str
    at: datetime
    what: str

    def __str__(self) -> str:
        return f"{self.host}　{self.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}（北京时间）　{self.what}"


class Pictures(Album):
    """An album whose pictures are taken."""

    __slots__ = ()

    def keep(self, kind: PictureKind, shot: Shot, caption: Caption, box: Box | None = None) -> str:
        """Draw a picture, with a place outlined where there is one, and keep it; its address."""
        what = caption.what + ("（个人号码已遮盖）" if shot.masks else "")
        caption = replace(caption, what=what)
        content = evidence_picture(shot.picture, box, str(caption), scale=shot.scale, masks=shot.masks)
        address = f"{hashlib.sha256(content).hexdigest()}.webp"
        self.taken_[address] = (
            Picture(address, kind, len(content), caption.host, caption.at, what, box, shot.width),
            content,
        )
        return address

    async def taken(self, shown: Rendered, watching: Watching, world: World, at: datetime) -> Rendered:
        """The page with pictures of its first view, of the whole of it, and of everything that covers it."""
        size = "手机页面" if shown.phone else "电脑页面"
        caption = Caption(host_of(shown.final_url), at, size)
        overlays = [
            await asyncio.to_thread(self._outlined, one, watching.views[one.path], caption)
            for one in watching.overlays.values()
        ]
        shown = replace(shown, overlays=tuple(overlays))
        try:
            view = await shoot(world)
            height = await world.ask("() => document.documentElement.scrollHeight")
            whole = await shoot(world, max(1, min(height, LONGEST / world.scale)))
        except Error as error:
            log.info("no picture of %s: %s", shown.final_url, error)
            return shown
        screenshot = await asyncio.to_thread(self.keep, PictureKind.VIEW, view, replace(caption, what=f"{size}首屏"))
        full = await asyncio.to_thread(self.keep, PictureKind.PAGE, whole, replace(caption, what=f"{size}全页"))
        return replace(shown, screenshot=screenshot, full=full)

    def _outlined(self, one: Overlay, view: Shot, caption: Caption) -> Overlay:
        box = replace(one.box, x=one.box.x - view.scroll[0], y=one.box.y - view.scroll[1])
        when = f"打开页面{one.after:.0f}秒后" if one.after >= 1 else "打开页面即"
        said = replace(caption, what=f"{caption.what}：{when}遮挡内容的浮层")
        codes = codes_in(view.picture, box, view.scale)
        return replace(one, picture=self.keep(PictureKind.PLACE, view, said, box), codes=codes)
