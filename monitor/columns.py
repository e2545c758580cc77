"""The columns of one target, noted while its pages stream by, and what the register says of them.

Kept are a few facts of every list, the links of the home page and the days of articles: what is found grows with the
addresses of a site and never with its text.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from checks.evidence import Column, DateRead, KnownColumn, Page, PageLevel, SiteFacts, Updating
from checks.reading.column_kinds import kind_of_column
from checks.reading.columns import (
    count_entries,
    entries_of,
    is_document,
    is_evident,
    is_no_list,
    name_of,
    newest_read,
    own_media,
    updating_of,
)
from checks.site.ordering import MAX_ROWS
from checks.vocabulary import Reason
from monitor.look.weburl import key_of

MAX_COLUMNS = 500
"""Lists noted of one target; when there are more, not all columns were seen."""

MAX_LINKS = 3_000
"""Links of the home page that are kept."""

_NAME = re.compile(r"(?!更多|查看|详[情细]|首页|返回|more)[^\W\d_]{2,12}", re.IGNORECASE)
_INDEX = re.compile(r"(?<=/)(?:index|default|main)\.(?:s?html?|aspx?|jspx?|php)$", re.IGNORECASE)


@dataclass(slots=True)
class _List:
    """What is kept of a column: the pages of its list are one. The first page says what it is."""

    url: str
    name: str
    is_named: bool
    type: str
    scripted: bool
    scripting: str
    newest: DateRead | None = None
    items: int = 0
    is_dated: bool = False
    entries: tuple[str, ...] = ()
    has_media: bool = False
    rows: tuple[DateRead, ...] = ()
    pages: set[str] = field(default_factory=set)

    @property
    def rank(self) -> tuple[int, str]:
        """The address of the first page of a list is the shortest."""
        return len(self.url), self.url

    def take(self, other: "_List") -> None:
        """Add another page, or another part, of the same list."""
        if other.rank < self.rank:
            self.url, self.name, self.is_named, self.type = other.url, other.name, other.is_named, other.type
            self.scripted, self.scripting = other.scripted, other.scripting
            self.entries, self.has_media, self.rows = other.entries, other.has_media, other.rows
        self.newest = max((one for one in (self.newest, other.newest) if one), key=lambda one: one.day, default=None)
        self.items += other.items
        self.is_dated = self.is_dated or other.is_dated
        self.pages |= other.pages


class ColumnNotes:
    """Notes what the pages of one target show of its columns.

    ``owns`` says whether an address belongs to the target; ``today`` is the day that days are counted back from, in
    Shanghai; ``known`` is the word of the register, which wins over what a page says.
    """

    def __init__(self, owns: Callable[[str], bool], today: date, known: Sequence[KnownColumn] = ()) -> None:
        self._owns = owns
        self._today = today
        self._known = known
        self._registered = {place_of(one.url) for one in known}
        self._lists: dict[tuple[str, str], _List] = {}
        self._linked: dict[str, tuple[str, str]] = {}  # what the home page links to: name and address by place
        self._read: set[str] = set()  # which of these were read
        self._media: set[str] = set()
        self._published: dict[str, DateRead] = {}
        self._static: set[str] = set()
        self._cut = False

    def add(self, page: Page) -> None:
        """Note one page and forget it. The home page comes first."""
        place = place_of(page.url)
        if place in self._linked:
            self._read.add(place)
        if page.level is PageLevel.HOME:
            self._add_home(page)
        elif page.level is PageLevel.ARTICLE and place not in self._registered:
            if page.published is not None:
                self._published[place] = replace(page.published, about_url=page.url)
        elif page.level is PageLevel.COLUMN or place in self._registered or self._is_called_one(place):
            self._add_list(page, place)

    def is_no_list(self, url: str) -> bool:
        """Whether neither the register nor the home page says that there is a column at that address."""
        place = place_of(url)
        return place not in self._registered and place not in self._linked

    def recall(self, url: str, published: DateRead) -> None:
        """Note an article that did not change, by its day."""
        self._published[place_of(url)] = replace(published, about_url=url)

    def _add_home(self, page: Page) -> None:
        self._media.update(own_media(page))
        for link in page.links:
            if link.tag in {"a", "area"} and self._owns(link.url) and len(self._linked) < MAX_LINKS:
                place = place_of(link.url)
                name = link.text.strip() if _NAME.fullmatch(link.text.strip()) else ""
                if name or place not in self._linked:
                    self._linked[place] = (self._linked.get(place, ("", ""))[0] or name, link.url)

    def _is_called_one(self, place: str) -> bool:
        """Whether the home page calls it by the name of a class of column."""
        return updating_of("", self._linked.get(place, ("", ""))[0]) is not Updating.OTHER

    def _add_list(self, page: Page, place: str) -> None:
        name = name_of(page)
        group = (place.rpartition("/")[0] + "/", name)
        if group not in self._lists and len(self._lists) >= MAX_COLUMNS:
            self._cut = True
            return
        if is_evident(page):
            self._static.add(page.scripting)
        seen = _List(
            url=page.url,
            name=name,
            is_named=bool(page.tags.get("ColumnName")),
            type=page.tags.get("ColumnType", ""),
            scripted=page.scripted and not page.dates,
            scripting=page.scripting,
            newest=newest_read(page, self._today),
            items=count_entries(page),
            is_dated=bool(page.dates),
            entries=entries_of(page),
            has_media=any(url not in self._media for url in own_media(page)),
            rows=page.dates[:MAX_ROWS],
            pages={place},
        )
        if group in self._lists:
            self._lists[group].take(seen)
        else:
            self._lists[group] = seen

    def home_links(self) -> frozenset[str]:
        """What its home page links to of the target's own: the addresses as :func:`place_of` gives them."""
        return frozenset(self._linked)

    # -- what it all comes to ------------------------------------------------------------------------------------------

    def filled(self, site: SiteFacts) -> SiteFacts:
        """The facts of a site with its columns."""
        whole = site.complete and not self._cut
        return replace(site, columns=self.columns(), complete=whole, home_links=self.home_links())

    def columns(self) -> tuple[Column, ...]:
        """Every column: those of the register, and what else was found, in the order of level and address."""
        lists = self._joined()
        by_place = {place: one for one in lists for place in one.pages}
        said = {place: known for known in self._known if (place := place_of(known.url))}
        registered = [self._registered_column(known, by_place.get(place)) for place, known in said.items()]
        spoken_of = [by_place[place] for place in said if place in by_place]
        found = [self._column(one) for one in lists if one not in spoken_of and self._is_column(one)]
        names = {one.name for one in (*registered, *found)}
        every = (*registered, *found, *self._unread(said, names))
        return tuple(sorted(every, key=lambda one: (one.level, one.url)))

    def _joined(self) -> list[_List]:
        """The lists; one that has the name of another in a folder above it is a further page of that."""
        kept: dict[tuple[str, str], _List] = {}
        for (folder, name), one in sorted(self._lists.items(), key=lambda item: (len(item[0][0]), item[0])):
            above = None
            if name and not one.pages & self._linked.keys():
                named = (key for key in kept if key[1] == name and key[0].count("/") > 1)
                above = next((key for key in named if folder.startswith(key[0])), None)
            if above is None:
                kept[folder, name] = replace(one, pages=set(one.pages))
            else:
                kept[above].take(one)
        return list(kept.values())

    def _is_column(self, one: _List) -> bool:
        name = self._name(one)
        return one.is_dated or updating_of(one.type, name) is not Updating.OTHER or not is_no_list(one.type, name)

    def _name(self, one: _List) -> str:
        """What its tag says, else what the home page calls it, else what its title begins with."""
        linked = (self._linked[place][0] for place in sorted(one.pages) if place in self._linked)
        called = "" if one.is_named else next(filter(None, linked), "")
        return called or one.name or one.url

    def _column(self, one: _List) -> Column:
        name = self._name(one)
        newest, reason = self._newest(one)
        has_own = one.has_media or is_no_list(one.type, name)
        return Column(
            url=one.url,
            name=name,
            level=1 if one.pages & self._linked.keys() else 2,
            updating=updating_of(one.type, name),
            newest=newest,
            kind=kind_of_column(one.type, name),
            items=one.items or int(has_own),
            scripted=one.scripted,
            reason=reason,
            rows=one.rows,
        )

    def _newest(self, one: _List) -> tuple[DateRead | None, Reason | None]:
        """The latest day of a list, and why there may be a later one."""
        if one.scripted or (one.scripting and one.scripting not in self._static):
            return one.newest, Reason.NO_BROWSER
        if one.is_dated:
            return one.newest, None
        days = [self._published.get(place_of(url)) for url in one.entries]
        known = [day for day in days if day and day.day <= self._today]
        return max(known, key=lambda read: read.day, default=None), None if all(days) else Reason.NO_DATES

    def _registered_column(self, known: KnownColumn, one: _List | None) -> Column:
        seen = self._column(one) if one is not None else _not_reached(known.url, known.name, known.updating)
        return replace(
            seen,
            url=known.url,
            name=known.name,
            level=known.level,
            updating=known.updating,
            approved=known.approved,
            period=known.period,
            must_update=known.must_update,
            archived=known.archived is not None and known.archived <= self._today,
        )

    def _unread(self, said: Iterable[str], names: set[str]) -> list[Column]:
        """What the home page calls a column of a class that must be updated, and that was not read."""
        missing = self._linked.keys() - self._read - set(said)
        unread = [self._linked[place] for place in sorted(missing) if self._is_called_one(place)]
        return [
            _not_reached(url, name, updating_of("", name))
            for name, url in unread
            if name not in names and not is_document(url)
        ]


def place_of(url: str) -> str:
    """What is the same for every address of one page: without scheme, and without the name of an index file."""
    return _INDEX.sub("", key_of(url))


def _not_reached(url: str, name: str, updating: Updating) -> Column:
    kind = kind_of_column("", name)
    return Column(url, name, 1, updating, None, 0, reason=Reason.NOT_REACHED, kind=kind)
