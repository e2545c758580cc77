"""Pictures of a page as it stands, with the places on them that are nobody's business."""

from dataclasses import dataclass, replace
from typing import Any

from checks.evidence import Box
from checks.reading.private import holds_private
from monitor.look.browser.world import World, script

_SCRIPT = script("private.js")
_LIMITS = {"places": 1_000, "text": 500, "nodes": 100_000}


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture (WebP) and what to cover on it. Boxes are in CSS pixels from its corner, ``scale`` pixels each.

    ``scroll`` is how far the page was scrolled, ``width`` that of the picture in CSS pixels.
    """

    picture: bytes
    masks: tuple[Box, ...] = ()
    scroll: tuple[float, float] = (0.0, 0.0)
    scale: float = 1.0
    width: float = 0.0


async def shoot(world: World, height: float | None = None) -> Shot:
    """A picture of what is in view, or of the page down to ``height``. Raises Playwright's.

    What moves is covered where it was before the picture and where it is after it.
    """
    before, _ = await _private(world)
    picture = await world.picture(height)
    after, (left, top) = await _private(world)
    masks = dict.fromkeys((*before, *after))
    if height is not None:  # counted from the top of the page
        masks = dict.fromkeys(replace(box, x=box.x + left, y=box.y + top) for box in masks)
    width, view = await world.ask("() => [innerWidth, innerHeight]")
    shown = [box for box in masks if _is_on(box, width, height or view)]
    return Shot(picture, tuple(shown), (left, top), world.scale, float(width))


def _is_on(box: Box, width: float, height: float) -> bool:
    return box.x < width and box.y < height and box.x + box.width > 0 and box.y + box.height > 0


async def _private(world: World) -> tuple[list[Box], tuple[float, float]]:
    """The places of private numbers in view coordinates, and how far the page is scrolled."""
    seen: dict[str, Any] = await world.ask(_SCRIPT, _LIMITS)
    boxes = [
        Box(*(round(float(value), 1) for value in box))
        for place in seen["places"]
        if holds_private(str(place["text"]))
        for box in place["boxes"]
    ]
    return boxes, (float(seen["left"]), float(seen["top"]))
