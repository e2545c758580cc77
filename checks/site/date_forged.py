"""Days that cannot be right: in the future, or later than the day on which the same page was first seen. A reminder.

When a site moved to another platform, all its pages are dated anew: the register's 迁移日期 silences that, and without
it the pages of a folder that were dated anew together are one finding. What was first seen long after the day it states
is a reminder too, and so are rows of a list that are much older than those below them, and rows that came in between
long after their day (:mod:`checks.site.inserted`): late publication is common, and backdating is not told apart from it
by a machine.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta

from checks.check import check
from checks.evidence import Case, Column, DateRead, PageFacts, SiteFacts
from checks.finding import MAX_PLACES, Finding, Judgement, Place, not_applicable, unknown
from checks.reading.urls import path_of
from checks.site.inserted import inserted
from checks.site.ordering import backwards
from checks.time import days_between, shanghai_day
from checks.vocabulary import Outcome, Reason

_CASES = ("future", "redated", "backdated")
_TOGETHER, _BACKWARDS, _INSERTED = "together", "backwards", "inserted"


@check("site.date-forged")
def date_forged(site: SiteFacts, case: Case) -> Judgement:
    """One finding for each way in which days cannot be right, with the pages that state them."""
    if site.home is None and not site.pages:
        return unknown(site.home_reason or Reason.NOT_REACHED)
    dated = [page for page in site.pages if page.published]
    if not dated and site.home is not None and site.home.scripted:
        return unknown(Reason.NO_BROWSER)
    if not dated and not any(column.rows for column in site.columns):
        return Judgement(Outcome.OK, cleared=case.open) if site.complete and case.open else not_applicable()
    wrong: dict[str, list[PageFacts]] = {name: [] for name in _CASES}
    for page in dated:
        for name in _wrong(page, case):
            wrong[name].append(page)
    together = _together(wrong["redated"], case)
    moved = {page.url for pages in together.values() for page in pages}
    wrong["redated"] = [page for page in wrong["redated"] if page.url not in moved]
    findings = (
        *(_finding(name, name, pages, case) for name, pages in wrong.items() if pages),
        *(_finding(f"{_TOGETHER} {folder}", _TOGETHER, pages, case) for folder, pages in together.items()),
        *_backwards(site, case),
        *_inserted(site, {page.url for page in wrong["backdated"]}, case),
    )
    cleared = case.open - {finding.about for finding in findings} if site.complete else frozenset()
    outcome = Outcome.FINDING if findings else Outcome.OK
    return Judgement(outcome, findings, checked=len(dated), cleared=cleared)


def _wrong(page: PageFacts, case: Case) -> Iterator[str]:
    day, today, limits = page.published, shanghai_day(case.as_of), case.thresholds
    if day is None:
        return
    if day > today + timedelta(days=limits["ahead"]):
        yield "future"
        return
    seen = case.history.home_links.get(page.url.partition("://")[2])
    if seen is None or _is_migrated(day, case):
        return
    first = shanghai_day(seen)
    if day > first + timedelta(days=limits["ahead"]):
        yield "redated"
    elif seen > min(case.history.home_links.values()) and first - day > timedelta(days=limits["behind"]):
        yield "backdated"


def _is_migrated(day: date, case: Case) -> bool:
    moved = case.subject.migrated
    return moved is not None and abs(day - moved) <= timedelta(days=case.thresholds["migration"])


def _was_moved(day: date, case: Case) -> bool:
    """Whether what is of that day was there before the site moved: its order in lists then says nothing."""
    return case.subject.migrated is not None and day <= case.subject.migrated


def _together(redated: Iterable[PageFacts], case: Case) -> dict[str, list[PageFacts]]:
    """Pages that were dated anew together, by their first folder: within a few days, and many of them."""
    folders: dict[str, list[PageFacts]] = {}
    for page in redated:
        folders.setdefault(_folder(page.url), []).append(page)
    return {
        folder: pages
        for folder, pages in sorted(folders.items())
        if len(pages) >= case.thresholds["together"]
        and days_between(min(_days(pages)), max(_days(pages))) <= case.thresholds["together_days"]
    }


def _days(pages: Iterable[PageFacts]) -> list[date]:
    return [page.published for page in pages if page.published]


def _folder(url: str) -> str:
    """The first folder of an address, where a column lies: ``/zwgk/``."""
    parts = path_of(url).split("/")
    return f"/{parts[1]}/" if len(parts) > 2 else "/"


def _backwards(site: SiteFacts, case: Case) -> Iterator[Finding]:
    """Rows out of order, one finding a column. A migration explains them."""
    for column in site.columns:
        rows = [row for row in backwards(column.rows, case.thresholds["backwards"]) if not _was_moved(row.day, case)]
        if rows and not column.archived:
            yield _of_column(column, _BACKWARDS, rows, case)


def _inserted(site: SiteFacts, told: Collection[str], case: Case) -> Iterator[Finding]:
    """Rows that came late, one finding a column, without pages that were told already."""
    read = {page.url for page in site.pages}
    for column in site.columns:
        rows = [row for row in inserted(column, read, case) if row.about_url not in told]
        if rows:
            yield _of_column(column, _INSERTED, rows, case)


def _of_column(column: Column, name: str, rows: Sequence[DateRead], case: Case) -> Finding:
    return Finding(
        indicator=case.indicator,
        target=case.subject.id,
        about=f"{name} {column.url}",
        severity=case.severity,
        url=column.url,
        places=tuple(Place(column.url, row.line, row.raw) for row in rows[:MAX_PLACES]),
        places_total=len(rows),
        data={
            "case": name,
            "pages": len(rows),
            "column": column.name,
            "row": rows[0].about_url,
            "published": rows[0].day.isoformat(),
            "seen": shanghai_day(case.history.first_read.get(rows[0].about_url, case.as_of)).isoformat(),
        },
    )


def _finding(about: str, name: str, pages: Iterable[PageFacts], case: Case) -> Finding:
    every = sorted(pages, key=lambda page: page.url)
    return Finding(
        indicator=case.indicator,
        target=case.subject.id,
        about=about,
        severity=case.severity,
        url=every[0].url,
        places=tuple(Place(page.url, 0, page.title) for page in every[:MAX_PLACES]),
        places_total=len(every),
        data={
            "case": name,
            "pages": len(every),
            "published": str(every[0].published),
            "folder": about.partition(" ")[2],
        },
    )
