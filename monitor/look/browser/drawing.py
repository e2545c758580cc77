"""Drawing on pictures: the place outlined, what is nobody's business blackened, a caption below."""

import shutil
import subprocess
from collections.abc import Iterable
from functools import cache
from io import BytesIO

import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from checks.evidence import Box

LONGEST = 16_000
"""Pixels of a side; WebP has no more than 16,383."""

_RED = (214, 40, 40)
_INK, _PAPER = (255, 255, 255), (33, 37, 41)
_QUALITY = 80
_FONTS = ("WenQuanYi Zen Hei", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei")
_CODE = 300  # characters kept of what a QR code says
_CODES = 10
_HANGING = frozenset("）】》”，。：；、")  # no line begins with these
_BEYOND = 2.0  # CSS pixels that a mask reaches beyond its place, on each side


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
        draw.rectangle(_corners(mask, scale, image.size, round(_BEYOND * scale)), fill=(0, 0, 0))
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
    whole = Image.new("RGB", (image.width, min(image.height, LONGEST - band) + band), _PAPER)
    whole.paste(image, (0, 0))
    draw = ImageDraw.Draw(whole)
    for number, line in enumerate(lines):
        draw.text((size, whole.height - band + size // 2 + round(size * 1.5) * number), line, font=font, fill=_INK)
    return whole


def _wrapped(text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, width: int) -> list[str]:
    lines = [""]
    for character in " ".join(text.split(" ")):
        if lines[-1] and character not in _HANGING and font.getlength(lines[-1] + character) > width:
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
