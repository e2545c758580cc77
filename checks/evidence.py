"""What was seen: frozen records that checks judge. No record holds a clock, a socket or a session.

Instants are aware UTC datetimes; days are dates in Asia/Shanghai. Durations are seconds, sizes are bytes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from checks.finding import Place, Wanted
from checks.vocabulary import LinkOutcome, Reason, Severity, TargetKind


@dataclass(frozen=True, slots=True)
class Subject:
    """What the register says of a target. ``prefix`` is its scope on its host: ``/`` or ``/ycszfbgs/``."""

    id: str
    kind: TargetKind
    name: str
    unit: str
    url: str = ""
    host: str = ""
    prefix: str = "/"
    site_code: str = ""
    platform: str = ""
    account: str = ""
    feed: str = ""


# -- answers of the network ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Response:
    """The answer to one request, after its redirects. ``outcome`` says whether there was an answer at all.

    ``body`` is decoded from any content coding and cut at the size limit (``truncated``). ``headers`` keep their order
    and repeats, names in lower case. ``hops`` are the URLs redirected from, first one first; ``url`` was asked for.
    ``cookies`` are the ``Set-Cookie`` headers of all hops and of the answer itself, each behind the URL that sent it.
    """

    url: str
    final_url: str
    outcome: LinkOutcome
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    truncated: bool = False
    hops: tuple[str, ...] = ()
    seconds: float = 0.0
    at: datetime | None = None
    detail: str = ""
    cookies: tuple[tuple[str, str], ...] = ()

    def header(self, name: str) -> str:
        """The first header of that lower-case name, or an empty string."""
        return next((value for key, value in self.headers if key == name), "")


@dataclass(frozen=True, slots=True)
class Probe:
    """One attempt to open an address, without its content."""

    at: datetime
    url: str
    outcome: LinkOutcome
    status: int = 0
    seconds: float = 0.0
    detail: str = ""


class CertificateFault(StrEnum):
    """Why a certificate is not accepted, whatever its dates say."""

    UNTRUSTED = "untrusted"  # no chain to a trusted root, the issuer is unknown
    SELF_SIGNED = "self-signed"
    INCOMPLETE_CHAIN = "incomplete-chain"
    WRONG_HOST = "wrong-host"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Certificate:
    """The certificate a host showed. Its dates are judged against ``as_of``, not by the clock of OpenSSL."""

    host: str
    port: int
    not_before: datetime
    not_after: datetime
    names: tuple[str, ...] = ()
    issuer: str = ""
    faults: tuple[CertificateFault, ...] = ()


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a visit to the root of a host ended, with all that was answered on the way.

    ``verified`` is false when a bad certificate on the way was overlooked.
    """

    answer: Response
    verified: bool = True

    @property
    def chain(self) -> tuple[str, ...]:
        """Every URL of the visit, the one asked for first."""
        return (*self.answer.hops, self.answer.final_url)


@dataclass(frozen=True, slots=True)
class Transport:
    """How a host answers over HTTP and HTTPS. ``certificate`` is None when no TLS handshake came about.

    ``http_leads_to_https`` and ``plain`` are None when plain HTTP gave no answer. The answer of ``plain`` has no body.
    """

    host: str
    port: int
    https: Probe
    http: Probe | None = None
    certificate: Certificate | None = None
    http_leads_to_https: bool | None = None
    plain: Landing | None = None


@dataclass(frozen=True, slots=True)
class ScriptTag:
    """A script of a page: ``src`` and ``integrity`` as written, None where the element has no such attribute."""

    src: str | None
    integrity: str | None = None


@dataclass(frozen=True, slots=True)
class Protection:
    """What a page itself tells browsers of how to protect it.

    ``policies`` are the values of its metas for Content-Security-Policy, ``referrer`` that of its last one for
    Referrer-Policy, None without one. ``scripts`` are all its script elements, in the order of the document.
    """

    scripts: tuple[ScriptTag, ...] = ()
    policies: tuple[str, ...] = ()
    referrer: str | None = None


@dataclass(frozen=True, slots=True)
class HostHeaders:
    """What a host tells browsers of how to protect its visitors: the answers of its root with all their headers.

    ``secure`` is the visit to ``https://host/``, ``plain`` that to ``http://host/``, each None when no answer came of
    it. ``page`` was read from the answer that is judged. ``foreign`` is the answer to a request that names another
    origin. ``preloaded`` are those hosts of both chains that browsers know by heart to be HTTPS only. With a
    ``reason`` the host could not be seen, and the rest says nothing.
    """

    host: str
    secure: Landing | None = None
    plain: Landing | None = None
    page: Protection = Protection()
    foreign: Response | None = None
    preloaded: frozenset[str] = frozenset()
    reason: Reason | None = None

    @property
    def judged(self) -> Landing | None:
        """The visit whose answer is judged: that over HTTPS where there is one."""
        return self.secure or self.plain


# -- readings of pages --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Link:
    """A URL standing in a page. ``url`` is absolute by the WHATWG rules, empty when it cannot be parsed."""

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


@dataclass(frozen=True, slots=True)
class Page:
    """An HTML page, parsed exactly once, as the readers saw it.

    ``tags`` are the official page tags (SiteName, PubDate …) as written; ``metas`` are all named metas by lower-case
    name. ``published`` is the day an article states for itself; ``dates`` are those of its list rows. ``text`` is the
    visible text. ``scripted`` is true when the source has almost no text but scripts that would write it.
    ``level`` is read from the page itself; that it is a home page only the look at its site knows. ``scripting`` is
    empty when no script can be seen that might write a part of the page; else it is the same for pages with the same
    such scripts.
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


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What is kept of a page after it was judged and dropped."""

    url: str
    title: str
    depth: int
    linked_from_home: bool
    published: date | None
    newest: date | None
    scripted: bool


class Updating(StrEnum):
    """Classes of column by how often they must be updated."""

    NEWS = "news"  # 动态要闻: two weeks
    NOTICE = "notice"  # 通知公告: six months
    POLICY = "policy"  # 政策文件: six months
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Column:
    """A column (栏目) of a site. ``level`` is 1 for first-level; ``approved``: the office said that it counts.

    ``newest`` is the latest day seen in it, none in the future; ``items`` counts the entries seen. With a ``reason``
    there may be more than that. ``period`` is the days within which the office wants it updated, None: it set none.
    """

    url: str
    name: str
    level: int
    updating: Updating
    newest: DateRead | None
    items: int
    approved: bool = False
    scripted: bool = False
    reason: Reason | None = None
    period: int | None = None
    must_update: bool = True
    archived: bool = False


@dataclass(frozen=True, slots=True)
class KnownColumn:
    """What the register says of a column. ``archived`` is the day it was closed, None while it is not."""

    url: str
    name: str
    level: int
    updating: Updating
    period: int | None = None
    must_update: bool = True
    approved: bool = False
    archived: date | None = None


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as a browser showed it."""

    url: str
    final_url: str
    outcome: LinkOutcome
    page: Page | None = None
    console_errors: tuple[str, ...] = ()
    screenshot: str = ""


# -- links --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CheckedLink:
    """A URL that pages of a target point to, and what became of it.

    ``url`` is the normalised URL asked for, ``final_url`` where it ended; ``looks`` holds every attempt, oldest first.
    """

    url: str
    final_url: str
    outcome: LinkOutcome
    looks: tuple[Probe, ...] = ()
    places: tuple[Place, ...] = ()
    places_total: int = 0
    on_home: bool = False

    @property
    def confirmed(self) -> bool:
        """Two looks or more, and every one of them found the link broken."""
        return len(self.looks) > 1 and all(look.outcome.is_broken for look in self.looks)


@dataclass(frozen=True, slots=True)
class LinkSurvey:
    """All links of a target. ``complete`` is true when no page or link was left out for a limit of ours."""

    links: Sequence[CheckedLink]
    complete: bool
    pages_read: frozenset[str] = frozenset()


# -- sites and accounts -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reach:
    """The attempts to open a target's home page now, oldest first."""

    url: str
    probes: tuple[Probe, ...]


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What only a whole crawl shows of a target.

    ``home`` is None when the home page could not be read, ``home_reason`` then says why. ``linked_unread`` counts the
    pages in scope that the home page links to and that were not read.
    """

    home: Page | None
    home_reason: Reason | None = None
    pages: Sequence[PageFacts] = ()
    columns: Sequence[Column] = ()
    linked_unread: int = 0
    complete: bool = True


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
    """What was read of an account. ``reason`` is None when its feed was read."""

    posts: tuple[Post, ...] = ()
    reason: Reason | None = None
    detail: str = ""


# -- what a check is handed beside its evidence --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class History:
    """What the books know of a target's past.

    ``open`` are the abouts of open findings, by indicator; ``places`` the page URLs of those findings, by fingerprint.
    """

    open: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    places: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    first_seen: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    probes: tuple[Probe, ...] = ()


NO_HISTORY = History()

Answer: TypeAlias = "Page | Response | Rendered | AccountFacts | Reason"


@dataclass(frozen=True, slots=True)
class Case:
    """The case to judge: whose it is, as of when, by which thresholds, and what is known beside the evidence.

    ``indicator``, ``severity`` and ``thresholds`` are those of the catalogue entry. ``answers`` hold what the monitor
    brought for the wants of an earlier round.
    """

    subject: Subject
    as_of: datetime
    thresholds: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    history: History = NO_HISTORY
    answers: Mapping[Wanted, Answer] = field(default_factory=lambda: MappingProxyType({}))
    indicator: str = ""
    severity: Severity = Severity.ADVICE

    @property
    def open(self) -> frozenset[str]:
        """The abouts of this indicator's open findings on this target."""
        return self.history.open.get(self.indicator, frozenset())
