"""What a site says beside the main text of its pages: in documents to be saved, on pictures and on controls."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from checks.evidence.rendered import Rendered


class AsideKind(StrEnum):
    """Where words stand beside the main text."""

    NAME = "name"  # what a link calls a document
    DOCUMENT = "document"  # the text of a docx or a PDF
    PICTURE = "picture"  # what stands for a picture that is not shown
    CONTROL = "control"  # a button, a label, a hint in a field
    LINK = "link"  # a link to a platform for votes or quizzes
    CODE = "code"  # the words around a QR code


@dataclass(frozen=True, slots=True)
class Aside:
    """Words beside the main text. ``page`` is the address where they stand, ``title`` what that page is called.

    ``url`` is that of the document, the picture or the page linked to, empty for a control. ``opens`` is what a QR code
    says. ``day`` is that of the page, None where it states none.
    """

    kind: AsideKind
    text: str
    page: str
    title: str = ""
    url: str = ""
    opens: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Asides:
    """All that was seen of them on one target.

    ``seen`` are the addresses of the pages and documents that were read to the end. ``linked`` are those that pages
    lead to, read or not; with ``complete`` all pages were read, so that whatever else stood there is gone. ``unread``
    counts documents and pictures that could not be read, or were beyond what one look may cost; ``unreadable`` those
    among them that nobody can read: old formats, scans of paper, files with a password or damaged. ``shown`` are the
    pages that a browser showed as well: what was seen there is told by the checks of the screen.
    """

    items: tuple[Aside, ...]
    seen: frozenset[str]
    linked: frozenset[str] = frozenset()
    complete: bool = False
    unread: int = 0
    unreadable: int = 0
    shown: tuple[Rendered, ...] = ()
