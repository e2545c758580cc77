"""The files that prove findings."""

from datetime import datetime

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from checks.evidence import PictureKind
from registry.models.base import Table, words


class Evidence(Table, table=True):
    """A picture that a finding rests on. Its file was written before this row; many rows may name one file.

    ``path`` is that of the file below the folder of pictures, ``sha256`` (hex) that of its content. ``box`` is the
    place outlined, as ``[x, y, width, height]``, and ``width`` that of the view, in CSS pixels.
    """

    __table_args__ = (UniqueConstraint("finding_id", "sha256"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    finding_id: int = Field(foreign_key="finding.id", index=True)
    kind: PictureKind = Field(sa_type=words(PictureKind))
    sha256: str = Field(index=True)
    path: str
    bytes: int
    host: str
    seen_at: datetime
    caption: str = ""
    box: list[float] | None = Field(default=None, sa_type=JSON)
    width: float = 0.0
