"""A home page without new information for two weeks (国办秘函〔2019〕19号, 单项否决指标: 首页不更新).

What counts is the newest of: the dates beside the home page's rows, and the days of publication of the pages it links
to. A home page that only navigates passes the question on to all second-level pages. What could not be read, or
carries no date, is never taken for old.
"""

from collections.abc import Iterable
from datetime import date

from checks.check import check
from checks.evidence import Case, Page, PageFacts, SiteFacts
from checks.finding import Finding, Judgement, Wanted, unknown
from checks.time import days_between, is_stale, shanghai_day
from checks.vocabulary import How, Outcome, Reason


@check("site.home-stale")
def home_stale(site: SiteFacts, case: Case) -> Judgement:
    """Nothing on the home page is newer than the limit. Confirmed by reading the home page a second time."""
    if site.home is None:
        return unknown(site.home_reason or Reason.NOT_REACHED)
    linked = [page for page in site.pages if page.linked_from_home]
    shown = _newest(_days_on(site.home), case)
    published = _newest((page.published for page in linked), case)
    newest = max((day for day in (shown, published) if day), default=None)
    if newest and not is_stale(newest, case.as_of, case.thresholds["days"]):
        return Judgement(Outcome.OK, checked=1 + len(linked), cleared=case.open)
    if site.home.scripted and shown is None:
        return unknown(Reason.NO_BROWSER)
    if site.linked_unread:
        return unknown(Reason.LIMIT_REACHED, unseen=site.linked_unread)
    if newest is None:
        return _navigation(site.home, linked, case)
    if shown is None and _fresh_list(linked, case):
        return unknown(Reason.NO_DATES)
    return _found(site.home, newest, case, {})


def _navigation(home: Page, linked: list[PageFacts], case: Case) -> Judgement:
    """The home page shows nothing dated: all second-level pages answer for it."""
    newest = _newest((page.newest for page in linked), case)
    if newest is None:
        return unknown(Reason.NO_BROWSER if any(page.scripted for page in linked) else Reason.NO_DATES)
    if not is_stale(newest, case.as_of, case.thresholds["days"]):
        return Judgement(Outcome.OK, checked=1 + len(linked), cleared=case.open)
    if any(page.scripted for page in linked):
        return unknown(Reason.NO_BROWSER)
    return _found(home, newest, case, {"case": "navigation", "pages": len(linked)})


def _fresh_list(linked: list[PageFacts], case: Case) -> bool:
    newest = _newest((page.newest for page in linked), case)
    return newest is not None and not is_stale(newest, case.as_of, case.thresholds["days"])


def _days_on(home: Page) -> Iterable[date]:
    return (read.day for read in home.dates)


def _newest(days: Iterable[date | None], case: Case) -> date | None:
    """The latest day that is not in the future: a forged or event date shows no update."""
    today = shanghai_day(case.as_of)
    return max((day for day in days if day and day <= today), default=None)


def _found(home: Page, newest: date, case: Case, data: dict[str, str | int]) -> Judgement:
    again = Wanted(home.url, How.GET, "second look at the home page")
    seen = case.answers.get(again)
    second = _newest(_days_on(seen), case) if isinstance(seen, Page) else None
    if second and not is_stale(second, case.as_of, case.thresholds["days"]):
        return Judgement(Outcome.OK, checked=2, cleared=case.open)
    today = shanghai_day(case.as_of)
    finding = Finding(
        indicator=case.indicator,
        target=case.subject.id,
        about=case.subject.url or home.url,
        severity=case.severity,
        url=home.url,
        on_home=True,
        confirmed=isinstance(seen, Page),
        data={
            **data,
            "newest": newest.isoformat(),
            "as_of": today.isoformat(),
            "days": days_between(newest, today),
            "limit": int(case.thresholds["days"]),
        },
    )
    return Judgement(Outcome.FINDING, (finding,), checked=1, wanted=() if seen is not None else (again,))
