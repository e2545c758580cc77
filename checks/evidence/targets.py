"""What was seen of a site or an account as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from checks.evidence.columns import Column
from checks.evidence.network import Probe
from checks.evidence.pages import Page, PageFacts
from checks.vocabulary import Reason


@dataclass(frozen=True, slots=True)
class Reach:
    """The attempts to open a target's home page now, oldest first.

    ``witnessed`` is of attempts that failed, as :attr:`Probe.witnessed`: False when our own line was down.
    """

    url: str
    probes: tuple[Probe, ...]
    witnessed: bool | None = None


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What only a whole crawl shows of a target.

    ``home`` is None when the home page could not be read, ``home_reason`` then says why. ``linked_unread`` counts the
    pages in scope that the home page links to and that were not read. ``home_links`` are all that it links to of its
    own, in the form of ``History.home_links``.
    """

    home: Page | None
    home_reason: Reason | None = None
    pages: Sequence[PageFacts] = ()
    columns: Sequence[Column] = ()
    linked_unread: int = 0
    complete: bool = True
    home_links: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Post:
    """An entry of an account. ``published`` is None when the source states no time."""

    id: str
    url: str
    title: str
    text: str
    published: datetime | None
    first_seen: datetime | None = None


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What was read of an account. ``reason`` is None when its feed was read.

    ``partial``: the source shows some of its posts only, a collection (合集) say; there may be newer ones.
    """

    posts: tuple[Post, ...] = ()
    reason: Reason | None = None
    detail: str = ""
    partial: bool = False
