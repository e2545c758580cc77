"""Pictures as evidence: the place is outlined where it is, at both sizes, and what is private is black."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from PIL import Image

from checks.evidence import Box, PictureKind
from monitor.look.browser.pictures import Caption, Pictures
from monitor.look.browser.pool import Pool
from monitor.look.browser.shots import Shot
from monitor.look.policy import Browsing
from tests.monitor.look.browser.helpers import needs_browser, on_one_loop, served, visited

HOST = "site.example.test"
AT = datetime(2026, 11, 24, 1, 2, 3, tzinfo=UTC)
Colour = tuple[int, int, int]
RED, BLACK, GREEN = (214, 40, 40), (0, 0, 0), (0, 160, 0)
IDENTITY, MOBILE = "11010519491231002X", "13800138000"
PAGE = f"""<!doctype html><meta charset=utf-8><title>公示</title><meta name=viewport content="width=device-width">
<style>body{{margin:0;font-size:16px}} .g{{background:rgb(0,160,0);color:rgb(0,160,0);position:absolute;left:40px;
width:260px;height:24px;overflow:hidden}}</style><body style="height:3000px">
<div class=g style="top:400px">{IDENTITY}</div><div class=g style="top:2000px"><b>138</b>0013<i>8000</i></div>
<div class=g style="top:500px">2026112400112233445</div><div class=g style="top:560px">电话0795-3998111</div>
<p>{"正文" * 400}</p><div id=box style="position:fixed;left:60px;top:80px;width:240px;height:160px;background:#fff;
z-index:9">请关注公众号</div>"""


def colours(image: Image.Image, box: tuple[float, float, float, float], scale: float) -> dict[Colour, float]:
    """The parts of a place that are red, black and green."""
    left, top, width, height = (value * scale for value in box)
    part = image.crop((left, top, left + width, top + height))
    count = part.width * part.height
    found = dict.fromkeys((RED, BLACK, GREEN), 0.0)
    for y in range(part.height):
        for x in range(part.width):
            pixel = part.getpixel((x, y))
            assert isinstance(pixel, tuple)
            for named in found:
                found[named] += all(abs(one - other) < 60 for one, other in zip(pixel, named, strict=True)) / count
    return found


@needs_browser
@on_one_loop
@pytest.mark.parametrize("phone", [False, True])
async def test_a_page_with_an_overlay_and_private_numbers(pool: Pool, *, phone: bool) -> None:
    browsing = Browsing(use=True, seconds=5, linger=0)
    async with (
        served({"/": PAGE}) as site,
        visited(f"{HOST}:80=127.0.0.1:{site.port}", pool=pool, browsing=browsing) as visit,
    ):
        shown = await visit.render(f"http://{HOST}/", phone=phone, thorough=True)
        pictures = visit.pictures
    (overlay,) = shown.overlays
    (place, outlined), (view, first), (page, whole) = pictures.of([overlay.picture, shown.screenshot, shown.full])
    scale, width = (2.0, 390) if phone else (1.0, 1366)
    assert [one.kind for one in (place, view, page)] == [PictureKind.PLACE, PictureKind.VIEW, PictureKind.PAGE]
    assert (place.host, place.width, place.size) == (HOST, width, len(outlined))
    assert place.box == Box(60, 80, 240, 160)
    size = "手机页面" if phone else "电脑页面"
    assert place.caption == f"{size}：打开页面即遮挡内容的浮层（个人号码已遮盖）"
    named = {"o": outlined, "v": first, "w": whole}
    seen = {name: Image.open(BytesIO(data)).convert("RGB") for name, data in named.items()}
    assert seen["o"].width == width * scale
    # The line runs around the box and not through it.
    for side in ((57, 77, 246, 3), (57, 240, 246, 3), (57, 77, 3, 166), (300, 77, 3, 166)):
        assert colours(seen["o"], side, scale)[RED] > 0.6, side
    assert colours(seen["o"], (70, 90, 200, 140), scale)[RED] == 0
    for image in seen.values():
        assert colours(image, (41, 402, 120, 14), scale)[BLACK] > 0.9
        assert colours(image, (41, 502, 120, 20), scale)[GREEN] > 0.9
        assert colours(image, (41, 562, 120, 20), scale)[GREEN] > 0.9
    assert colours(seen["w"], (41, 2002, 80, 14), scale)[BLACK] > 0.9


def test_the_same_picture_is_kept_once_and_known_by_its_content() -> None:
    out = BytesIO()
    Image.new("RGB", (200, 100), GREEN).save(out, "PNG")
    pictures = Pictures()
    caption = Caption(HOST, AT, "首屏")
    first = pictures.keep(PictureKind.VIEW, Shot(out.getvalue()), caption)
    assert pictures.keep(PictureKind.VIEW, Shot(out.getvalue()), caption) == first
    ((picture, content),) = pictures.of([first, first, "none"])
    assert (picture.path, picture.at, picture.caption) == (f"{first[:2]}/{first}", AT, "首屏")
    assert Image.open(BytesIO(content)).format == "WEBP"
