"""Days that cannot be right: in the future, or later than the day on which the same page was first seen. A reminder.

When a site moved to another platform, all its pages are dated anew: the register's 迁移日期 silences that. What was
first seen long after the day it states is a reminder too, since late publication is common and backdating is not
told apart from it by a machine.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from checks.check import check
from checks.evidence import Case, PageFacts, SiteFacts
from checks.finding import MAX_PLACES, Finding, Judgement, Place, not_applicable, unknown
from checks.time import shanghai_day
from checks.vocabulary import Outcome, Reason

_CASES = ("future", "redated", "backdated")


@check("site.date-forged")
def date_forged(site: SiteFacts, case: Case) -> Judgement:
    """One finding for each of the three ways in which days cannot be right, with the pages that state them."""
    if site.home is None and not site.pages:
        return unknown(site.home_reason or Reason.NOT_REACHED)
    dated = [page for page in site.pages if page.published]
    if not dated and site.home is not None and site.home.scripted:
        return unknown(Reason.NO_BROWSER)
    if not dated:
        return Judgement(Outcome.OK, cleared=case.open) if site.complete and case.open else not_applicable()
    wrong: dict[str, list[PageFacts]] = {name: [] for name in _CASES}
    for page in dated:
        for name in _wrong(page, case):
            wrong[name].append(page)
    findings = tuple(_finding(name, pages, case) for name, pages in wrong.items() if pages)
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


def _finding(name: str, pages: Iterable[PageFacts], case: Case) -> Finding:
    every = sorted(pages, key=lambda page: page.url)
    return Finding(
        indicator=case.indicator,
        target=case.subject.id,
        about=name,
        severity=case.severity,
        url=every[0].url,
        places=tuple(Place(page.url, 0, page.title) for page in every[:MAX_PLACES]),
        places_total=len(every),
        data={"case": name, "pages": len(every), "published": str(every[0].published)},
    )
