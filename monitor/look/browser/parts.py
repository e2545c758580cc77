"""The parts of a page that a check may have to point to: boards to vote on, rankings, cut texts, QR codes, walls."""

import asyncio
import logging
from dataclasses import replace
from io import BytesIO
from typing import Any

from PIL import Image
from playwright.async_api import Error

from checks.evidence import Box, Part, PartKind, PictureKind
from monitor.look.browser.drawing import LONGEST, codes_in
from monitor.look.browser.pictures import Caption, Pictures
from monitor.look.browser.shots import Shot, shoot
from monitor.look.browser.world import World, script

log = logging.getLogger(__name__)

_SCRIPT = script("parts.js", "path.js")
_LIMITS = {
    "elements": 10_000,
    "millis": 1_500,  # spent on looking for all of them
    "buttons": 300,
    "cuts": 20,  # elements that are looked at for a text cut off
    "near": 300,  # elements looked at around one
    "text": 2_000,  # characters kept around a part
    "rows": 3,  # of a board or a ranking at least
    "kept": 30,  # rows kept
    "hidden": 80,  # characters that are cut off at least
    "codes": 8,  # pictures in which a QR code is looked for
    "sole": 200,  # characters on a page that says next to nothing else
    "parts": 20,
}
_SECONDS = 15.0  # for all parts of a page; then the page is told without them
_CODE_SCALE = 2.0  # pixels to one of the page: small codes are read better so
_CODE_MARGIN = 6
_ABOVE, _BELOW = 180, 60  # pixels of the page shown around a part: what it is about stands above it
_LEAST, _MOST = 320, 1_600  # height of the picture of a part
_WHAT = {
    PartKind.BOARD: "投票栏",
    PartKind.RANKING: "排行榜",
    PartKind.CUT: "全文被截断处",
    PartKind.CODE: "二维码",
    PartKind.SOLE: "页面的全部内容",
}


async def parts_of(world: World, pictures: Pictures, caption: Caption) -> tuple[Part, ...]:
    """The parts of a page as it stands, each with a picture that shows it outlined. None of a page that is gone."""
    try:
        async with asyncio.timeout(_SECONDS):
            return await _seen(world, pictures, caption)
    except (Error, TimeoutError) as error:
        log.info("the parts of %s were not seen: %s", caption.host, str(error) or "no time")
        return ()


async def _seen(world: World, pictures: Pictures, caption: Caption) -> tuple[Part, ...]:
    found: list[dict[str, Any]] = await world.ask(_SCRIPT, _LIMITS)
    parts = [await _with_codes(_part(one), world) for one in found]
    shown = [one for one in parts if one.kind is not PartKind.CODE or one.codes]
    if not shown:
        return ()
    height = float(await world.ask("() => document.documentElement.scrollHeight"))
    whole = await shoot(world, max(1.0, min(height, LONGEST / world.scale)))
    return tuple([await asyncio.to_thread(_pictured, one, whole, pictures, caption) for one in shown])


def _part(seen: dict[str, Any]) -> Part:
    return Part(
        kind=PartKind(seen["kind"]),
        text=str(seen["text"]),
        box=Box(*(round(float(seen[name]), 1) for name in ("x", "y", "width", "height"))),
        path=str(seen["path"]),
        title=str(seen["title"]),
        rows=tuple(tuple(map(str, row)) for row in seen["rows"]),
        total=int(seen["total"]),
        buttons=tuple(map(str, seen["buttons"])),
        hidden=int(seen["hidden"]),
    )


async def _with_codes(part: Part, world: World) -> Part:
    if part.kind is not PartKind.CODE:
        return part
    box = part.box
    left, top = max(0.0, box.x - _CODE_MARGIN), max(0.0, box.y - _CODE_MARGIN)
    area = Box(left, top, box.width + 2 * _CODE_MARGIN, box.height + 2 * _CODE_MARGIN)
    picture = await world.area(area, _CODE_SCALE)
    whole = Box(0, 0, area.width, area.height)
    return replace(part, codes=await asyncio.to_thread(codes_in, picture, whole, _CODE_SCALE))


def _pictured(part: Part, whole: Shot, pictures: Pictures, caption: Caption) -> Part:
    top = max(0.0, part.box.y - _ABOVE)
    height = min(max(part.box.y - top + part.box.height + _BELOW, _LEAST), _MOST)
    shot = _cut_out(whole, top, height)
    if shot is None:
        return part
    said = replace(caption, what=f"{caption.what}：{_WHAT[part.kind]}")
    box = replace(part.box, y=part.box.y - shot.scroll[1])
    return replace(part, picture=pictures.keep(PictureKind.PLACE, shot, said, box))


def _cut_out(whole: Shot, top: float, height: float) -> Shot | None:
    """A band of the picture of a page, None where the picture does not reach."""
    image = Image.open(BytesIO(whole.picture))
    upper, lower = round(top * whole.scale), min(round((top + height) * whole.scale), image.height)
    if upper >= lower:
        return None
    out = BytesIO()
    image.crop((0, upper, image.width, lower)).save(out, "PNG", compress_level=1)
    masks = tuple(replace(mask, y=mask.y - top) for mask in whole.masks if top - mask.height < mask.y < top + height)
    return Shot(out.getvalue(), masks, (0.0, top), whole.scale, whole.width)
