"""The days a page states: when its article was published, and those beside the links of its lists.

Every day comes with its evidence: where it was read, the text, the line, and how far it can be relied on. A wrong day
is worse than none, so what may mean something else is not read: stamps of generation (页面生成时间,
``HtmlGenerateTime``) and update, the time of the visit, copyright years, deadlines, periods, days within sentences.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from checks.evidence import DateRead, DateSource
from checks.reading.datetext import one_day
from checks.reading.dayurls import day_text_in_url
from checks.reading.dom import Tree, line_of
from checks.reading.inline import data_published, data_rows, markup_in
from checks.reading.partial import PartialDays
from checks.reading.rows import Row, Rows
from checks.reading.spots import Spot, Spots
from checks.reading.tags import meta_name
from checks.reading.tree import parse
from checks.reading.urls import Resolver

META_NAMES = (
    *("pubdate", "publishdate", "publish_date", "publishtime", "article:published_time", "og:published_time"),
    *("bytedance:published_time", "datepublished", "dc.date.issued", "dcterms.issued", "dc.date"),
)
"""Metas that state the day of publication, by lower-case name, best first. ``PubDate`` is the official one."""

MAX_MARKUP = 500_000
"""Characters of markup held by scripts that are read for days."""

_MANY_DAYS = 3
_ITEMS = 2
_TITLE = 16
_MAX_REST = 12


def published(tree: Tree, spots: Spots, metas: Mapping[str, str], url: str) -> DateRead | None:
    """The day of publication that an article states for itself, None when it states none that can be relied on.

    What visitors see goes first: a label like 发布时间, then the official tag, then a day beside source and author,
    then data for scripts, then the address. A page with several labelled days is a list.
    """
    meta = _of_metas(metas)
    rows = Rows(tree, spots)
    labelled = _own_labelled(tree, spots, rows)
    written = [spot for spot in labelled if spot.sure == 1]
    chosen = _of_spots(tree, written, DateSource.LABEL, meta) or meta
    if chosen is None:
        credited = [spot for spot in spots.found if _is_credited(spot, spots) and not _is_row(spot, rows, tree)]
        full = [spot for spot in credited if spot.sure == 1]
        chosen = _of_spots(tree, full, DateSource.TEXT, None) or data_published(tree) or _of_url(url)
        # A day told from the day of the visit goes last: what is saved or cached still says yesterday.
        chosen = chosen or _of_spots(tree, labelled, DateSource.LABEL, None)
        chosen = chosen or _of_spots(tree, credited, DateSource.TEXT, None)
    if chosen is None:
        return None
    same_day = [one for one in spots.found if one.day == chosen.day and (one.labelled or _is_credited(one, spots))]
    times = [chosen.time, *(spot.time for spot in same_day), meta.time if meta and meta.day == chosen.day else ""]
    confidence = 1.0 if chosen is meta and same_day else chosen.confidence
    line = _line_of_meta(tree, metas, chosen.raw) if chosen is meta else chosen.line
    return replace(chosen, time=next((time for time in times if time), ""), confidence=confidence, line=line)


def list_dates(
    tree: Tree, spots: Spots, resolver: Resolver, seen: date | None, own: DateRead | None = None
) -> tuple[DateRead, ...]:
    """The days of the rows of a page's lists, each with the address of its row, in the order of the document.

    ``seen`` is the day the page was seen, in Shanghai: a month and day alone mean the latest such day not after it,
    unless the row's address names the year. ``own`` is what :func:`published` read, which is no row. Days in the
    future are kept: what they mean is for the checks.
    """
    found = list(_of_rows(tree, spots, resolver, seen, own))
    found += data_rows(tree, resolver)
    for markup, line in markup_in(tree):
        part = parse(markup[:MAX_MARKUP])
        for read in _of_rows(part, Spots(part, seen), resolver, seen, None):
            found.append(replace(read, source=DateSource.DATA, line=line + read.line - 1 if line and read.line else 0))
    return tuple(dict.fromkeys(found))


def _of_rows(
    tree: Tree, spots: Spots, resolver: Resolver, seen: date | None, own: DateRead | None
) -> Iterator[DateRead]:
    found = list(_in_rows(tree, spots, resolver, own))
    partial = PartialDays([(spot, about) for spot, _, about in found], seen)
    for spot, row, about in found:
        day, confidence = partial.complete(spot, about)
        if day is not None:
            line = line_of(tree.parent(spot.node) or row.link)
            yield DateRead(day, DateSource.LIST, spot.raw, line, confidence, about, spot.time)


def _in_rows(tree: Tree, spots: Spots, resolver: Resolver, own: DateRead | None) -> Iterator[tuple[Spot, Row, str]]:
    """The days that stand in rows, with the addresses of these."""
    rows = Rows(tree, spots)
    for spot in spots.found:
        is_own = own is not None and spot.day == own.day and (spot.labelled or _is_credited(spot, spots))
        row = None if spot.refused or is_own else rows.row_of(spot)
        if row is not None and _is_alone(spot, spots, within=row.within):
            href = row.link.attr("href")
            yield spot, row, (resolver(href) or "") if href else ""


def _is_alone(spot: Spot, spots: Spots, *, within: bool) -> bool:
    """Whether a day is what its text is about, and not a part of a sentence or of the title of a link."""
    if within and spot.rest:
        return spot.edge or spot.labelled
    return spot.rest <= _MAX_REST or spot.labelled or spots.has_credits(spot)


def _is_credited(spot: Spot, spots: Spots) -> bool:
    return not spot.refused and spot.day is not None and spots.has_credits(spot)


def _own_labelled(tree: Tree, spots: Spots, rows: Rows) -> list[Spot]:
    """The labelled days that are not those of rows: several items with a label and a link each are a list."""
    labelled = [(spot, rows.item_of(spot)) for spot in spots.found if spot.labelled]
    items = {row.link for _, row in labelled if row is not None}
    if len(items) >= _ITEMS:
        labelled = [(spot, row) for spot, row in labelled if row is None]
    return [spot for spot, _ in labelled if not _is_row(spot, rows, tree)]


def _is_row(spot: Spot, rows: Rows, tree: Tree) -> bool:
    """Whether a day stands in a row of a list, beside a link that reads like a title."""
    row = rows.item_of(spot)
    return row is not None and len(tree.label(row.link, _TITLE)) >= _TITLE


def _of_spots(tree: Tree, spots: Iterable[Spot], source: DateSource, meta: DateRead | None) -> DateRead | None:
    """The day of the first of them, or of the one that agrees with the tag; None when they state several days."""
    dated = [(spot, spot.day) for spot in spots if spot.day]
    agreeing = [pair for pair in dated if meta and meta.day == pair[1]]
    if not dated or (not agreeing and len({day for _, day in dated}) >= _MANY_DAYS):
        return None
    spot, day = (agreeing or dated)[0]
    # Days that contradict each other are not averaged: one is taken, and it is told that this is not sure.
    is_alone = len({one for _, one in dated}) == 1
    sure = bool(agreeing) or (meta is None and source is DateSource.LABEL and is_alone)
    confidence = min(spot.sure, 1.0 if sure else 0.8)
    return DateRead(day, source, spot.raw, line_of(tree.parent(spot.node)), confidence, "", spot.time)


def _of_metas(metas: Mapping[str, str]) -> DateRead | None:
    """The day of the best meta that holds one, without its line."""
    for name in META_NAMES:
        day = one_day(metas[name]) if name in metas else None
        if day:
            return DateRead(day.day, DateSource.META, metas[name], 0, 0.9, "", day.time)
    return None


def _line_of_meta(tree: Tree, metas: Mapping[str, str], value: str) -> int:
    """The line of the first of these metas that has that value."""
    wanted = next(name for name in META_NAMES if metas.get(name) == value)
    return next((line_of(element) for element in tree.elements("meta") if meta_name(element) == wanted), 0)


def _of_url(url: str) -> DateRead | None:
    day = day_text_in_url(url)
    return DateRead(day.day, DateSource.URL, day.raw.strip("/_"), confidence=0.7) if day else None
