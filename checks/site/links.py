"""Broken links, on the home page and elsewhere (国办秘函〔2019〕19号, 扣分指标: 功能设计·可用性).

A link that stands on the home page is one problem there, however many other pages repeat it.
"""

from collections.abc import Mapping

from checks.check import check
from checks.evidence import Case, CheckedLink, LinkSurvey
from checks.finding import MAX_PLACES, Finding, Judgement, fingerprint, unknown
from checks.vocabulary import LinkOutcome, Outcome, Reason

_GONE = frozenset({LinkOutcome.NOT_FOUND, LinkOutcome.GONE})


@check("site.links-home")
def links_home(survey: LinkSurvey, case: Case) -> Judgement:
    """Links standing on the home page that positively do not open."""
    return _judge([link for link in survey.links if link.on_home], survey, case)


@check("site.links")
def links(survey: LinkSurvey, case: Case) -> Judgement:
    """Links standing only on other pages that positively do not open."""
    return _judge([link for link in survey.links if not link.on_home], survey, case)


def _judge(links: list[CheckedLink], survey: LinkSurvey, case: Case) -> Judgement:
    seen = [link for link in links if link.outcome.is_good or link.outcome.is_broken]
    broken = [link for link in seen if link.outcome.is_broken]
    if not seen and (links or not survey.complete):
        return unknown(Reason.LIMIT_REACHED if not survey.complete else Reason.NOT_REACHED, unseen=len(links))
    return Judgement(
        outcome=Outcome.FINDING if broken else Outcome.OK,
        findings=tuple(_finding(link, case) for link in broken),
        reason=None if survey.complete else Reason.LIMIT_REACHED,
        checked=len(seen),
        unseen=len(links) - len(seen),
        cleared=_cleared(links, survey, case),
    )


def _finding(link: CheckedLink, case: Case) -> Finding:
    last = link.looks[-1] if link.looks else None
    return Finding(
        indicator=case.indicator,
        target=case.subject.id,
        about=link.url,
        severity=case.severity,
        url=link.url,
        link_outcome=link.outcome,
        places=link.places,
        places_total=link.places_total,
        on_home=link.on_home,
        confirmed=link.confirmed,
        data={
            "pages": link.places_total,
            "status": last.status if last else 0,
            "final_url": link.final_url,
            "looks": len(link.looks),
        },
    )


def _cleared(links: list[CheckedLink], survey: LinkSurvey, case: Case) -> frozenset[str]:
    """Open findings whose link opens now, or stands on none of its pages any more."""
    here = {link.url for link in links}
    good = {link.url for link in links if link.outcome.is_good}
    left = case.open - here
    if not left:
        return frozenset(case.open & good)
    outcomes = {link.url: link.outcome for link in survey.links}
    gone = {about for about in left if _is_gone(about, outcomes, survey, case)}
    return frozenset((case.open & good) | gone)


def _is_gone(about: str, outcomes: Mapping[str, LinkOutcome], survey: LinkSurvey, case: Case) -> bool:
    """Whether every page it stood on was read again without it, or is itself gone."""
    stood = case.history.places.get(fingerprint(case.indicator, case.subject.id, about), ())
    if not stood or len(stood) >= MAX_PLACES:  # there may have been more places than were kept
        return survey.complete and all(page in survey.pages_read or page not in outcomes for page in stood)
    return all(
        page in survey.pages_read or outcomes.get(page) in _GONE or (survey.complete and page not in outcomes)
        for page in stood
    )
