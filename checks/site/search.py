"""A search of the site that is missing, or does not find a page of the site's own.

The rule is that of 国办秘函〔2019〕19号, 扣分指标: 功能设计·网站搜索. Only a plain GET form of the home page is asked,
once a scan, for the title of an article that has been there for some days. Any other is for a person to try.
"""

import re
from datetime import timedelta

from checks.check import check
from checks.evidence import Case, Page, PageFacts, PageKind, SearchForm, SiteFacts
from checks.finding import Finding, Judgement, Place, Wanted, unknown
from checks.reading.urls import without_fragment
from checks.time import shanghai_day
from checks.vocabulary import How, LinkOutcome, Outcome, Reason

_ELSEWHERE = re.compile(r"搜索|检索|search", re.IGNORECASE)
_CUT = re.compile(r"\s*[-_|—–]+\s*")
_UNSEEN = {
    LinkOutcome.BLOCKED: Reason.BLOCKED,
    LinkOutcome.RATE_LIMITED: Reason.RATE_LIMITED,
    LinkOutcome.SKIPPED: Reason.ROBOTS,
}


@check("site.search")
def search(site: SiteFacts, case: Case) -> Judgement:
    """There is no search on the home page, it does not open, or it does not find what it was asked for."""
    home = site.home
    if home is None:
        return unknown(site.home_reason or Reason.NOT_REACHED)
    if home.search is None:
        return _missing(home, case)
    known = _known(site, case) if home.search.plain else None
    if known is None:
        return unknown(Reason.NOT_REACHED if home.search.plain else Reason.BY_HAND)
    return _asked(home, home.search, known, case)


def _missing(home: Page, case: Case) -> Judgement:
    """No form in the source: scripts may make one, or a link may lead to it; else there is none."""
    if home.scripted or home.scripting or any(_ELSEWHERE.search(f"{one.text} {one.url}") for one in home.links):
        return unknown(Reason.BY_HAND)
    return Judgement(Outcome.FINDING, (_finding(home, "missing", home.url, "", case),), checked=1)


def _known(site: SiteFacts, case: Case) -> PageFacts | None:
    """The newest article that any search of the site should know of by now."""
    latest = shanghai_day(case.as_of) - timedelta(days=case.thresholds["settled_days"])
    shortest = int(case.thresholds["characters"])
    settled = [one for one in site.pages if one.published and one.published <= latest]
    named = [one for one in settled if len(_title(one.title)) >= shortest]
    return max(named, key=lambda one: (one.published, one.url), default=None)


def _title(text: str) -> str:
    """The title of an article without the name of its site."""
    return max(_CUT.split(text.strip()), key=len, default="")[:60]


def _asked(home: Page, form: SearchForm, known: PageFacts, case: Case) -> Judgement:
    title = _title(known.title)
    wanted = Wanted(form.url_for(title), How.GET, "search of the site")
    answer = case.answers.get(wanted)
    if answer is None:
        return unknown(Reason.NOT_REACHED, wanted=(wanted,))
    if isinstance(answer, Page):
        return _read(home, form, known, answer, case)
    if isinstance(answer, Reason):
        return unknown(answer)
    outcome = getattr(answer, "outcome", LinkOutcome.SKIPPED)
    if outcome.is_broken:
        found = _finding(home, "broken", wanted.url, title, case, outcome)
        return Judgement(Outcome.FINDING, (found,), checked=1)
    return unknown(_UNSEEN.get(outcome, Reason.BY_HAND))


def _read(home: Page, form: SearchForm, known: PageFacts, answer: Page, case: Case) -> Judgement:
    title, place = _title(known.title), without_fragment(known.url).partition("://")[2]
    here = [without_fragment(one.url).partition("://")[2] for one in answer.links]
    if place in here or any(_plain(title) in _plain(one.text) for one in answer.links):
        return Judgement(Outcome.OK, checked=1, cleared=case.open)
    if form.scripted or answer.scripted or answer.scripting or answer.kind is PageKind.LOGIN:
        return unknown(Reason.BY_HAND)
    return Judgement(Outcome.FINDING, (_finding(home, "not-found", answer.url, title, case),), checked=1)


def _plain(text: str) -> str:
    return "".join(text.split())


def _finding(home: Page, words: str, url: str, title: str, case: Case, outcome: LinkOutcome | None = None) -> Finding:
    return Finding(
        indicator=case.indicator,
        target=case.subject.id,
        about="search",
        severity=case.severity,
        url=url,
        link_outcome=outcome,
        places=(Place(home.url, 0, home.title),),
        places_total=1,
        on_home=True,
        data={"case": words, "title": title},
    )
