"""Pictures as evidence: the place outlined, a caption below, known by their content."""

import asyncio
import hashlib
import logging
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from io import BytesIO

import zxingcpp
from PIL import Image, ImageDraw, ImageFont
from playwright.async_api import Error

from checks.evidence import Box, Overlay, Rendered
from checks.reading.urls import host_of
from checks.time import SHANGHAI
from monitor.look.browser.overlays import Watching
from monitor.look.browser.world import World

log = logging.getLogger(__name__)

_RED = (214, 40, 40)
_INK, _PAPER = (255, 255, 255), (33, 37, 41)
_LONGEST = 16_000  # pixels of a side; WebP has no more than 16,383
_QUALITY = 80
_FONTS = ("WenQuanYi Zen Hei", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei")
_CODE = 300  # characters kept of what a QR code says
_CODES = 10


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands below a picture: whose page it is, when it was seen (aware), and what is shown."""

    host: str
    at: datetime
    what: str

    def __str__(self) -> str:
        return f"{self.host}　{self.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}（北京时间）　{self.what}"


@dataclass(slots=True)
class Pictures:
    """The pictures of one visit by their address, until it is known which of them a finding rests on."""

    taken_: dict[str, bytes] = field(default_factory=dict)

    def keep(self, picture: bytes) -> str:
        """The address of a picture (WebP): SHA-256 of its bytes, with the ending of its kind."""
        address = f"{hashlib.sha256(picture).hexdigest()}.webp"
        self.taken_[address] = picture
        return address

    def of(self, addresses: Iterable[str]) -> dict[str, bytes]:
        """Those of the named pictures that are here."""
        return {address: self.taken_[address] for address in addresses if address in self.taken_}

    async def taken(self, shown: Rendered, watching: Watching, world: World, at: datetime) -> Rendered:
        """The page with pictures of its first view, of the whole of it, and of everything that covers it."""
        caption = Caption(host_of(shown.final_url), at, "")
        overlays = [
            await asyncio.to_thread(self._outlined, one, watching, caption) for one in watching.overlays.values()
        ]
        shown = replace(shown, overlays=tuple(overlays))
        try:
            view = await world.picture()
            height = await world.ask("() => document.documentElement.scrollHeight")
            whole = await world.picture(max(1, min(height, _LONGEST / world.scale)))
        except Error as error:
            log.info("no picture of %s: %s", shown.final_url, error)
            return shown
        return replace(shown, screenshot=self.keep(view), full=self.keep(whole))

    def _outlined(self, one: Overlay, watching: Watching, caption: Caption) -> Overlay:
        view = watching.views[one.path]
        box = replace(one.box, x=one.box.x - watching.scroll[0], y=one.box.y - watching.scroll[1])
        said = replace(
            caption, what=f"打开页面{one.after:.0f}秒后遮挡内容的浮层" if one.after >= 1 else "打开页面即遮挡内容的浮层"
        )
        picture = evidence_picture(view, box, str(said), scale=watching.scale)
        return replace(one, picture=self.keep(picture), codes=codes_in(view, box, watching.scale))


def evidence_picture(
    picture: bytes, box: Box | None, caption: str, *, scale: float = 1.0, masks: Iterable[Box] = ()
) -> bytes:
    """A picture (WebP) with a place outlined, places blackened that are nobody's business, and a caption below it.

    Boxes are in CSS pixels of the picture, of which each is ``scale`` pixels wide. Raises ``OSError`` for what is no
    picture.
    """
    image = Image.open(BytesIO(picture)).convert("RGB")
    draw = ImageDraw.Draw(image)
    for mask in masks:
        draw.rectangle(_corners(mask, scale, image.size, 0), fill=(0, 0, 0))
    if box is not None:
        wide = max(3, round(3 * scale))
        draw.rectangle(_corners(box, scale, image.size, wide), outline=_RED, width=wide)
    return _as_webp(_captioned(image, caption, scale))


def codes_in(picture: bytes, box: Box, scale: float) -> tuple[str, ...]:
    """What the QR codes say that stand in a place of a picture."""
    image = Image.open(BytesIO(picture)).convert("L").crop(_corners(box, scale, None, 0))
    if not image.width or not image.height:
        return ()
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]))
    return tuple(dict.fromkeys(one.text[:_CODE] for one in found if one.text))[:_CODES]


def _corners(box: Box, scale: float, size: tuple[int, int] | None, outside: int) -> tuple[int, int, int, int]:
    """Left, top, right and bottom in pixels, with the line around the place and not over it where there is room."""
    left, top = round(box.x * scale) - outside, round(box.y * scale) - outside
    right, bottom = round((box.x + box.width) * scale) + outside, round((box.y + box.height) * scale) + outside
    if size is None:
        return max(0, left), max(0, top), max(0, left, right), max(0, top, bottom)
    left, top = (min(max(0, value), limit - 1) for value, limit in zip((left, top), size, strict=True))
    right, bottom = (min(max(0, value), limit - 1) for value, limit in zip((right, bottom), size, strict=True))
    return left, top, max(left, right), max(top, bottom)


def _captioned(image: Image.Image, caption: str, scale: float) -> Image.Image:
    size = round(15 * scale)
    font = _font(size)
    lines = _wrapped(caption, font, image.width - 2 * size)
    band = round(size * 1.5) * len(lines) + size
    whole = Image.new("RGB", (image.width, min(image.height, _LONGEST - band) + band), _PAPER)
    whole.paste(image, (0, 0))
    draw = ImageDraw.Draw(whole)
    for number, line in enumerate(lines):
        draw.text((size, whole.height - band + size // 2 + round(size * 1.5) * number), line, font=font, fill=_INK)
    return whole


def _wrapped(text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, width: int) -> list[str]:
    lines = [""]
    for character in " ".join(text.split(" ")):
        if lines[-1] and font.getlength(lines[-1] + character) > width:
            lines.append("")
        lines[-1] += character
    return lines


def _as_webp(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "WEBP", quality=_QUALITY, method=2)
    return out.getvalue()


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """A font that has Chinese characters, else the one that Pillow brings, which has none."""
    file = _font_file()
    return ImageFont.truetype(file, size) if file else ImageFont.load_default(size)


@cache
def _font_file() -> str:
    lister = shutil.which("fc-list")
    if lister is None:
        return ""
    said = subprocess.run(  # noqa: S603  a fixed command, no input of ours
        [lister, ":lang=zh-cn", "file", "family"], capture_output=True, text=True, check=False, timeout=30
    )
    files = dict(reversed(line.partition(": ")[::2]) for line in sorted(said.stdout.splitlines()) if ": " in line)
    named = (path for name in _FONTS for family, path in sorted(files.items()) if name in family)
    return next(named, next(iter(files.values()), ""))
