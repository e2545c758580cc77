"""Pictures that findings rest on."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from checks.evidence.rendered import Box


class PictureKind(StrEnum):
    """What a picture shows."""

    PLACE = "place"  # what was in view, with one place outlined
    VIEW = "view"  # the first view of a page
    PAGE = "page"  # the whole of it


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as the books know it; its file holds the pixels.

    ``address`` is the SHA-256 (hex) of the file with the ending of its kind, ``size`` in bytes. ``host`` is whose page
    it shows, ``at`` (aware) when that was seen, ``caption`` the words below it. ``box`` is the place outlined and
    ``width`` that of the view, both in CSS pixels.
    """

    address: str
    kind: PictureKind
    size: int
    host: str
    at: datetime
    caption: str = ""
    box: Box | None = None
    width: float = 0.0

    @property
    def sha256(self) -> str:
        """What the file is known by."""
        return self.address.partition(".")[0]

    @property
    def path(self) -> str:
        """Where the file is, below the folder of pictures."""
        return f"{self.address[:2]}/{self.address}"
