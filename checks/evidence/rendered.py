"""A page as a browser showed it."""

from dataclasses import dataclass
from enum import StrEnum

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


class PartKind(StrEnum):
    """What a part of a page is by its looks; a check says whether anything is wrong with it."""

    BOARD = "board"  # things alike, each with a count and a button to vote for it
    RANKING = "ranking"  # rows in the order of their places, each with a figure
    CUT = "cut"  # text cut off, with a demand beside it
    CODE = "code"  # a QR code and the words around it
    SOLE = "sole"  # next to nothing else is on the page


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page that may have to be pointed to.

    ``text`` are the words in and around it, ``title`` the heading above it. ``rows`` are the cells of a ranking (its
    heading first, empty when it has none) or the name and the words of each thing on a board; ``total`` counts them
    all. ``buttons`` are the words of the buttons on a board, or of those that show the rest of a text that is cut.
    ``hidden`` is how many characters are cut off. ``codes`` are what the QR codes say. ``box``, ``path`` and
    ``picture`` are as in :class:`Overlay`.
    """

    kind: PartKind
    text: str
    box: Box
    path: str
    title: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    total: int = 0
    buttons: tuple[str, ...] = ()
    hidden: int = 0
    codes: tuple[str, ...] = ()
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as a browser showed it. ``outcome`` says whether it could be shown at all; ``page`` was read from its DOM.

    ``blocked`` names requests that were refused, with the reason. ``screenshot`` (the first view) and ``full`` (the
    whole page) are content addresses of pictures, empty when none was kept. ``seconds`` is the time until the page
    was quiet. ``challenged`` is true when a script of a protection was waited out. ``dialogs`` are the words of the
    message boxes that its scripts opened, each of which was dismissed. ``parts`` are those that may have to be
    pointed to, as ``overlays`` are.
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
    parts: tuple[Part, ...] = ()
