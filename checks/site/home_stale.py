"""A home page without new information for two weeks (国办秘函〔2019〕19号, 单项否决指标: 首页不更新).

What counts first is whether the home page links to something of its own that it did not link to before: tiles and
pictures carry no date. Then the newest of: the dates beside its rows, and the days of publication of the pages it links
to. A home page that only navigates passes the question on to all second-level pages. What could not be read, or
carries no date, is never taken for old.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from checks.check import check
from checks.evidence import Case, Page, PageFacts, SiteFacts
from checks.finding import Finding, Judgement, Measure, Wanted, unknown
from checks.freshness import freshness
from checks.time import days_between, is_stale, shanghai_day
from checks.vocabulary import How, Outcome, Reason

_MOST = 0.5


@check("site.home-stale")
def home_stale(site: SiteFacts, case: Case) -> Judgement:
    """Nothing on the home page is newer than the limit. Confirmed by reading the home page a second time."""
    if site.home is None:
        return unknown(site.home_reason or Reason.NOT_REACHED)
    linked = [page for page in site.pages if page.linked_from_home]
    changed = last_change(site.home_links, case)
    linked_anew = changed.day if changed and changed.is_new else None
    shown = _newest(_days_on(site.home), case)
    published = _newest((page.published for page in linked), case)
    stated = max((day for day in (shown, published) if day), default=None)
    newest = max((day for day in (stated, linked_anew) if day), default=None)
    if newest and not is_stale(newest, case.as_of, case.thresholds["days"]):
        return _updated(site.home, newest, case, 1 + len(linked))
    if site.home.scripted and shown is None:
        return unknown(Reason.NO_BROWSER)
    if site.linked_unread:
        return unknown(Reason.LIMIT_REACHED, unseen=site.linked_unread)
    if stated is None or newest is None:
        judgement = _navigation(site.home, linked, case)
        if judgement.reason is Reason.NO_DATES and changed and _is_still(changed, case):
            return _found(site.home, changed.day, case, {"case": "unchanged"})
        return judgement
    if shown is None and _fresh_list(linked, case):
        return unknown(Reason.NO_DATES)
    return _found(site.home, newest, case, {})


def _navigation(home: Page, linked: list[PageFacts], case: Case) -> Judgement:
    """The home page shows nothing dated: all second-level pages answer for it."""
    newest = _newest((page.newest for page in linked), case)
    if newest is None:
        return unknown(Reason.NO_BROWSER if any(page.scripted for page in linked) else Reason.NO_DATES)
    if not is_stale(newest, case.as_of, case.thresholds["days"]):
        return _updated(home, newest, case, 1 + len(linked))
    if any(page.scripted for page in linked):
        return unknown(Reason.NO_BROWSER)
    return _found(home, newest, case, {"case": "navigation", "pages": len(linked)})


class Change(NamedTuple):
    """The day on which the links of a home page last changed, or since when they are watched without a new one."""

    day: date
    is_new: bool


def last_change(links: frozenset[str], case: Case) -> Change | None:
    """When something new was last linked to, None when these links were never seen before.

    Where most links are new at once, addresses were changed and not what they lead to: nothing is said of that day.
    """
    known = case.history.home_links
    if not known or not links:
        return None
    since = min(known.values())
    first = {link: known.get(link, case.as_of) for link in links}
    days = [day for day in sorted(set(first.values()), reverse=True) if day > since]
    new = (day for day in days if sum(one == day for one in first.values()) <= len(links) * _MOST)
    newest = next(new, None)
    return Change(shanghai_day(newest or since), newest is not None)


def _is_still(changed: Change, case: Case) -> bool:
    """Whether a home page without any date was watched longer than the limit and never linked to anything new."""
    return is_stale(changed.day, case.as_of, case.thresholds["days"])


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
        return _updated(home, second, case, 2)
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
    wanted = () if seen is not None else (again,)
    return Judgement(Outcome.FINDING, (finding,), checked=1, wanted=wanted, measures=(_measure(home, newest, case),))


def _updated(home: Page, newest: date, case: Case, checked: int) -> Judgement:
    return Judgement(Outcome.OK, checked=checked, cleared=case.open, measures=(_measure(home, newest, case),))


def _measure(home: Page, newest: date, case: Case) -> Measure:
    return freshness(case.subject.url or home.url, "首页", home.url, newest, case)
