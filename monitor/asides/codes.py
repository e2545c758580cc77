"""What the QR codes of a picture say."""

from io import BytesIO

from PIL import Image

from checks.evidence import Box
from monitor.look.browser.drawing import codes_in

_PIXELS = 16_000_000  # of a picture; what unpacks to more is not opened
_SIDE = 40  # pixels that a QR code has at least


def codes_of(picture: bytes) -> tuple[str, ...]:
    """What the QR codes of a picture say; none where it is no picture, or one too large to open."""
    try:
        with Image.open(BytesIO(picture)) as image:
            width, height = image.size
        if width * height > _PIXELS or min(width, height) < _SIDE:
            return ()
        return codes_in(picture, Box(0, 0, width, height), 1.0)
    except Exception:  # noqa: BLE001  readers of hostile pictures raise anything
        return ()
