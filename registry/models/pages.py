"""Which pages of a site were read, so that a short look tells new ones, and when that look was made."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field

from registry.models.base import Table


class KnownPage(Table, table=True):
    """A page of a target that was read. ``mark`` stands for its address; ``url`` is kept of lists alone.

    Of 100,000 pages only numbers are kept: see :func:`registry.seen.known_pages.mark_of`. ``first_read`` is empty for
    pages that were read before that was noted.
    """

    __tablename__ = "known_page"

    target_id: str = Field(primary_key=True, foreign_key="target.id")
    mark: int = Field(primary_key=True, sa_type=BigInteger)
    url: str = ""
    first_read: datetime | None = None


class ReadAbroad(Table, table=True):
    """A page on a host that is not watched, and when its content was last read: see :mod:`registry.seen.abroad`."""

    __tablename__ = "read_abroad"

    office_id: int = Field(primary_key=True, foreign_key="office.id")
    mark: int = Field(primary_key=True, sa_type=BigInteger)
    at: datetime = Field(index=True)


class ArticleLook(Table, table=True):
    """When new articles of an origin were last looked for. ``begun`` is set while somebody does."""

    __tablename__ = "article_look"

    origin_id: int = Field(primary_key=True, foreign_key="origin.id")
    begun: datetime | None = None
    done: datetime | None = None
