"""One page while it is read: every reader over one tree, each run at most once and only when its result is asked for.

A crawl that follows links asks for links, and never pays for days and footers.
"""

# What the properties are is said with the fields of Page.
# ruff: noqa: D102

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from checks.evidence import DateRead, FooterItem, Link, Page, PageLevel, Response, SearchForm
from checks.reading.addresses import Addresses, read_addresses
from checks.reading.columns import level_of, scripting_of
from checks.reading.controls import controls
from checks.reading.dates import list_dates, published
from checks.reading.dom import Tree
from checks.reading.footer import read_footer
from checks.reading.forms import search_form
from checks.reading.headerlinks import header_links
from checks.reading.headings import heading_of
from checks.reading.kinds import kind_of
from checks.reading.links import read_links, resolver_of
from checks.reading.scripted import is_scripted
from checks.reading.spots import Spots
from checks.reading.tags import official_tags, read_metas
from checks.reading.text import title, visible_text
from checks.reading.tree import parse
from checks.reading.urls import Resolver
from checks.time import shanghai_day


class Reading:
    """What is read of a page so far. Its properties are those of :class:`~checks.evidence.Page`.

    ``source`` is the text of the answer as it was decoded, ``charset`` what it was decoded by.
    """

    def __init__(self, response: Response, source: str, charset: str) -> None:
        self.url = response.final_url
        self.charset = charset
        self._headers = response.headers
        self._source = source
        self._seen: date | None = shanghai_day(response.at) if response.at else None

    @cached_property
    def tree(self) -> Tree:
        """The one parse."""
        return parse(self._source)

    @cached_property
    def title(self) -> str:
        """See :class:`~checks.evidence.Page`, as for all that follow."""
        return title(self.tree) or self.metas.get("og:title", "")

    @cached_property
    def metas(self) -> Mapping[str, str]:
        return read_metas(self.tree)

    @cached_property
    def tags(self) -> Mapping[str, str]:
        return official_tags(self.metas)

    @cached_property
    def _resolver(self) -> Resolver:
        return resolver_of(self.tree, self.url, self.charset)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        of_headers = header_links(self._headers, Resolver(self.url, self.charset))
        return (*read_links(self.tree, self._resolver), *of_headers)

    def addresses(self) -> Addresses:
        """The addresses of the links alone."""
        of_headers = header_links(self._headers, Resolver(self.url, self.charset))
        return read_addresses(self.tree, self._resolver, of_headers)

    @cached_property
    def _spots(self) -> Spots:
        return Spots(self.tree, self._seen)

    @cached_property
    def published(self) -> DateRead | None:
        return published(self.tree, self._spots, self.metas, self.url)

    @cached_property
    def dates(self) -> tuple[DateRead, ...]:
        return list_dates(self.tree, self._spots, self._resolver, self._seen, self.published)

    @cached_property
    def footer(self) -> Mapping[FooterItem, str]:
        return read_footer(self.tree, self.text, self.links)

    @cached_property
    def text(self) -> str:
        return visible_text(self.tree)

    @cached_property
    def anchors(self) -> frozenset[str]:
        return self.tree.anchors()

    @cached_property
    def scripted(self) -> bool:
        return is_scripted(self.tree, self.text, self.links)

    @cached_property
    def scripting(self) -> str:
        return scripting_of(self.tree, self.links)

    @cached_property
    def level(self) -> PageLevel:
        return level_of(self.url, self.tags, lambda: self.dates, self.published, self.text)

    @cached_property
    def search(self) -> SearchForm | None:
        return search_form(self.tree, self.url, self._resolver, self.charset)

    @cached_property
    def controls(self) -> tuple[str, ...]:
        return controls(self.tree)

    @cached_property
    def heading(self) -> str:
        stated = (self.tags.get("ArticleTitle", ""), self.metas.get("og:title", ""), self.title)
        return heading_of(self.tree, self.text, stated)


_MANY = 80  # links: no error page has so many, and no real page at hand with more has under 400 characters


class PageRead(Page):
    """A page whose fields are read when they are first asked for. It keeps the parsed page until all of them are.

    A field that was not read yet is a slot without a value, so that Python falls back on ``__getattr__``.
    """

    __slots__ = ("_reading",)
    _reading: Reading | None

    @classmethod
    def of(cls, response: Response, source: str, charset: str) -> "PageRead":
        """The page that an answer holds, of which nothing was read yet."""
        page = cls.__new__(cls)
        known = {"url": response.final_url, "status": response.status, "charset": charset}
        known |= {"size": len(response.body), "seconds": response.seconds}
        for name, value in known.items():
            object.__setattr__(page, name, value)
        object.__setattr__(page, "_reading", Reading(response, source, charset))
        return page

    def __getattr__(self, name: str) -> object:
        if name == "_reading":  # of a copy with another level: all of it was read
            return None
        if name not in _READ or (reading := self._reading) is None:
            raise AttributeError(name)
        value = kind_of(reading.tree, self) if name == "kind" else getattr(reading, name)
        object.__setattr__(self, name, value)
        return value

    @property
    def has_many_links(self) -> bool:
        """Whether so many links stand in the page that it surely says more than an error page, at next to no cost."""
        return self._reading is not None and len(self._reading.tree.elements("a")) > _MANY

    def addresses(self) -> Addresses | None:
        """The addresses of its links alone; None when the links themselves were read before."""
        if self._reading is None or "links" in vars(self._reading):
            return None
        return self._reading.addresses()

    def settle(self) -> None:
        """Read all that is left and let go of the parsed page, for a page that is kept."""
        for name in _READ:
            getattr(self, name)
        object.__setattr__(self, "_reading", None)


def says_much(page: Page) -> bool:
    """Whether a page surely says more than an error page, without reading what it says. False when that is not sure."""
    return isinstance(page, PageRead) and page.has_many_links


def addresses_of(page: Page) -> Addresses:
    """The addresses of a page, at a fraction of the cost of its links when nobody asks for these."""
    found = page.addresses() if isinstance(page, PageRead) else None
    return found or Addresses([], [], list(page.links), Resolver(page.url, page.charset))


_READ = frozenset(
    {"title", "links", "dates", "published", "tags", "metas", "footer", "text", "anchors", "scripted", "level"}
    | {"scripting", "kind", "heading", "search", "controls"}
)
"""The fields that are read from the source."""
