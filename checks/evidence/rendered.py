"""A page as a browser showed it."""

from dataclasses import dataclass

from checks.evidence.pages import Page
from checks.vocabulary import LinkOutcome


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the screen, in CSS pixels from the top left corner of the page."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Overlay:
    """An element that covered content at load or within five seconds of it.

    ``share`` is the part of the viewport it covers (0 to 1), ``path`` a CSS selector that finds it again, ``close``
    the words or label of its close button, empty when it has none. ``after`` is in seconds since the load. ``codes``
    are what the QR codes in it say. ``picture`` is the content address of a picture that shows it outlined.
    """

    text: str
    box: Box
    path: str
    share: float
    z_index: int = 0
    close: str = ""
    blocks_scroll: bool = False
    blocks_click: bool = False
    after: float = 0.0
    codes: tuple[str, ...] = ()
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as a browser showed it. ``outcome`` says whether it could be shown at all; ``page`` was read from its DOM.

    ``blocked`` names requests that were refused, with the reason. ``screenshot`` (the first view) and ``full`` (the
    whole page) are content addresses of pictures, empty when none was kept. ``seconds`` is the time until the page
    was quiet. ``challenged`` is true when a script of a protection was waited out. ``dialogs`` are the words of the
    message boxes that its scripts opened, each of which was dismissed.
    """

    url: str
    final_url: str
    outcome: LinkOutcome
    page: Page | None = None
    phone: bool = False
    overlays: tuple[Overlay, ...] = ()
    console_errors: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    challenged: bool = False
    seconds: float = 0.0
    screenshot: str = ""
    full: str = ""
    dialogs: tuple[str, ...] = ()
