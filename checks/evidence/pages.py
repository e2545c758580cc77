"""A page as the readers saw it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from checks.evidence.search import SearchForm


class Link(NamedTuple):
    """A URL standing in a page. ``url`` is absolute by the WHATWG rules, empty when it cannot be parsed.

    A tuple, since a crawl makes some hundred of them a page: making a record of another kind costs seven times as much.
    """

    url: str
    raw: str
    tag: str
    attribute: str
    text: str = ""
    line: int = 0
    rel: str = ""


class DateSource(StrEnum):
    """Where on a page a date was read, best evidence first."""

    META = "meta"  # PubDate and its like
    LABEL = "label"  # behind 发布时间, 发布日期 …
    LIST = "list"  # beside the link of a list row
    DATA = "data"  # in inline JSON or script data
    URL = "url"  # in the path of the address
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class DateRead:
    """A day read from a page, with its evidence. ``about_url`` is the row's link for a date in a list."""

    day: date
    source: DateSource
    raw: str
    line: int = 0
    confidence: float = 1.0
    about_url: str = ""
    time: str = ""


class FooterItem(StrEnum):
    """The items of the functional area at the bottom of every page (国办发〔2017〕47号)."""

    SITE_CODE = "site_code"
    ICP = "icp"
    POLICE = "police"
    ORGANISER = "organiser"
    CONTACT = "contact"
    SITEMAP = "sitemap"
    PARTY_GOVERNMENT_BADGE = "party_government_badge"
    ERROR_REPORT = "error_report"


class PageLevel(StrEnum):
    """What a page is within its site: its duties follow from it."""

    HOME = "home"
    COLUMN = "column"  # the list of what a column holds
    ARTICLE = "article"
    OTHER = "other"


class PageKind(StrEnum):
    """What a page shows its visitors, whatever its place within the site."""

    HOME = "home"
    LIST = "list"
    ARTICLE = "article"
    ERROR = "error"  # it says that what was asked for is not there
    LOGIN = "login"
    SHELL = "empty-shell"  # almost nothing but scripts that would write it
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Page:
    """An HTML page, parsed exactly once, as the readers saw it.

    ``tags`` are the official page tags (SiteName, PubDate …) as written; ``metas`` are all named metas by lower-case
    name. ``published`` is the day an article states for itself; ``dates`` are those of its list rows. ``text`` is the
    visible text. ``scripted`` is true when the source has almost no text but scripts that would write it.
    ``level`` is read from the page itself; that it is a home page only the look at its site knows. ``scripting`` is
    empty when no script can be seen that might write a part of the page; else it is the same for pages with the same
    such scripts. ``heading`` is what the page calls itself where its visitors read it, ``''`` when it does not.
    ``search`` is the form by which its visitors search the site, ``controls`` what buttons, labels and fields say.
    """

    url: str
    status: int
    charset: str
    title: str
    links: tuple[Link, ...]
    dates: tuple[DateRead, ...]
    published: DateRead | None
    tags: Mapping[str, str]
    metas: Mapping[str, str]
    footer: Mapping[FooterItem, str]
    text: str
    anchors: frozenset[str]
    scripted: bool = False
    size: int = 0
    seconds: float = 0.0
    level: PageLevel = PageLevel.OTHER
    scripting: str = ""
    kind: PageKind = PageKind.OTHER
    heading: str = ""
    search: SearchForm | None = None
    controls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What is kept of a page after it was judged and dropped.

    ``newest`` is the newest day of its rows, read of home pages and of what they link to.
    """

    url: str
    title: str
    depth: int
    linked_from_home: bool
    published: date | None
    newest: date | None
    scripted: bool
