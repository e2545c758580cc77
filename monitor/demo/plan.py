"""What the made-up city is made of, as its TOML files say it: one folder a site, one file an account.

Days are counted back from the day of the look, so that what is planted holds on any day. Where a field names a fault,
the city behaves so as long as that fault stands; a repaired fault makes it behave as it should.
"""

import tomllib
from collections.abc import Set
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from checks.errors import ToldError

PAGES = Path(__file__).with_name("pages")
"""The folder of all sites, accounts and templates."""


class CityError(ToldError):
    """The made-up city cannot be built or served. The message says what and where."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Anchor(_Part):
    """A link in an article, written into the page as it stands. Repaired, it leads to ``repaired``."""

    text: str
    href: str
    fault: str = ""
    repaired: str = ""


class Article(_Part):
    """An article, ``days`` old. ``after`` a fault is repaired it is there, with ``until`` only before.

    Its file is ``<column><folder><id>.html``. A line of ``text`` is a paragraph; ``{year}`` is its year. ``undated`` is
    the fault as long as which its page does not say when it was published.
    """

    id: str
    column: str
    days: int = Field(ge=1)
    title: str
    source: str
    text: str
    folder: str = "content/"
    after: str = ""
    until: str = ""
    undated: str = ""
    image: str = ""
    attachments: tuple[Anchor, ...] = ()
    links: tuple[Anchor, ...] = ()


class ColumnPlan(_Part):
    """A column: a list of its articles, newest first, in pages of ``rows``."""

    path: str
    name: str
    kind: str
    description: str


class ExtraPage(_Part):
    """A page that is neither an article nor a list of them. ``path`` may hold a query, as it comes over the wire.

    With a ``kind`` it carries the tags of a column. Its template shows what is wrong as long as the ``fault`` stands.
    """

    path: str
    title: str
    template: str
    fault: str = ""
    kind: str = ""
    description: str = ""


class TagPlan(_Part):
    """A page tag that is missing as long as the fault stands, or says ``value`` instead of what is right."""

    fault: str
    value: str = ""


class Withheld(_Part):
    """A path that is there but answers ``status`` as long as the fault stands."""

    path: str
    status: int
    fault: str


class Redirect(_Part):
    """An old address that leads on."""

    path: str
    to: str


class ScriptPlan(_Part):
    """A script of the home page, there as long as the fault stands, and always without one."""

    src: str
    fault: str = ""


class Serving(_Part):
    """How a host answers. ``plain`` is what plain HTTP does; the faults are those of the host itself.

    ``headers`` go with every answer over HTTPS, but for those that ``left_out`` names a standing fault for.
    """

    plain: Literal["redirect", "serve"]
    plain_fault: str = ""  # plain HTTP serves the pages instead
    certificate_fault: str = ""  # the certificate has expired
    down_fault: str = ""  # connections are refused
    walled: bool = False  # a protection device answers everything with a script to run
    headers: dict[str, str] = {}
    left_out: dict[str, str] = {}


class SitePlan(_Part):
    """A site. The site at ``/`` owns its host and says how it is served.

    ``footer_lacks`` names the faults for which items are missing at the bottom of its pages, ``tags`` those of tags.
    Its home page takes ``home_seconds`` to answer. With ``soft_missing`` it says "not found" with a status that says
    "here you are". Templates and files that are not in its folder are those that all sites share.
    """

    folder: Path
    host: str
    prefix: str
    name: str
    organiser: str
    operator: str
    code: str
    icp: str
    police: str
    phone: str
    address: str
    charset: str
    rows: int
    columns: tuple[ColumnPlan, ...]
    articles: tuple[Article, ...]
    serving: Serving | None = None
    pages: tuple[ExtraPage, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    redirects: tuple[Redirect, ...] = ()
    home_scripts: tuple[ScriptPlan, ...] = ()
    home_seconds: float = Field(0.0, ge=0, le=5)
    soft_missing: bool = False
    footer_lacks: dict[str, str] = {}
    tags: dict[str, TagPlan] = {}


class PostPlan(_Part):
    """A post of an account, ``days`` old, with ``after`` and ``until`` as an article has them."""

    id: str
    days: int = Field(ge=1)
    title: str
    text: str
    after: str = ""
    until: str = ""


class AccountPlan(_Part):
    """An account, read as a feed at ``path`` of the host of feeds. Posts stand in the order of the feed.

    A feed that is ``undated`` does not say when anything was posted, one that is ``cut`` ends before it has begun, and
    of one that is ``blocked`` the bridge gets to see nothing.
    """

    name: str
    description: str
    path: str
    format: Literal["rss", "json"]
    home: str
    posts: tuple[PostPlan, ...]
    state: Literal["whole", "undated", "cut", "blocked"] = "whole"


class NeighbourPlan(_Part):
    """A host that pages point to and that nobody watches. With ``gone_fault`` its name is unknown while that stands."""

    name: str
    title: str
    gone_fault: str = ""


Plan = TypeVar("Plan", bound=_Part)


def is_there(plan: Article | PostPlan, repaired: Set[str]) -> bool:
    """Whether an article or a post is published when these faults are repaired."""
    return (not plan.after or plan.after in repaired) and (not plan.until or plan.until not in repaired)


def read_sites() -> list[SitePlan]:
    """Every site of the city, in the order of their folders. Raises :class:`CityError`."""
    return [_read(file, SitePlan, {"folder": file.parent}) for file in sorted(PAGES.glob("*/site.toml"))]


def read_accounts() -> list[AccountPlan]:
    """Every account of the city. Raises :class:`CityError`."""
    return [_read(file, AccountPlan) for file in sorted(PAGES.glob("accounts/*.toml"))]


def read_neighbours() -> list[NeighbourPlan]:
    """Every host that is pointed to but not watched. Raises :class:`CityError`."""
    hosts = _load(PAGES / "neighbours.toml")["hosts"]
    return [_check(PAGES / "neighbours.toml", NeighbourPlan, host) for host in hosts]


def _read(file: Path, kind: type[Plan], extra: dict[str, Any] | None = None) -> Plan:
    return _check(file, kind, _load(file) | (extra or {}))


def _load(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise CityError(f"the made-up city cannot be built: {file.parent.name}/{file.name}: {error}") from error


def _check(file: Path, kind: type[Plan], data: dict[str, Any]) -> Plan:
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise CityError(f"{file.parent.name}/{file.name}: {where}: {first['msg']}") from error
