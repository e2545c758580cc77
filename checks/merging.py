"""Judgements of one indicator on several views of one target, put together into one."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from checks.finding import MAX_PLACES, Finding, Judgement
from checks.vocabulary import Outcome


def merged(judgements: Sequence[Judgement]) -> Judgement:
    """One judgement for all: what one of them found was found, and it is right only when none found or missed anything.

    Findings with the same ``about`` are one, confirmed when one of them is. Cleared is what one of them cleared and
    none found. Raises ``ValueError`` when there are none.
    """
    if not judgements:
        raise ValueError("there is no judgement to put together")
    findings = tuple(_joined(judgements))
    found = {finding.about for finding in findings}
    decisive = min(judgements, key=lambda one: _WEIGHT[one.outcome])
    cleared = frozenset(about for one in judgements for about in one.cleared) - found
    return Judgement(
        Outcome.FINDING if findings else decisive.outcome,
        findings,
        reason=next((one.reason for one in (decisive, *judgements) if one.reason is not None), None),
        checked=sum(one.checked for one in judgements),
        unseen=sum(one.unseen for one in judgements),
        cleared=cleared,
        wanted=tuple(dict.fromkeys(want for one in judgements for want in one.wanted)),
    )


_WEIGHT = {Outcome.FINDING: 0, Outcome.UNKNOWN: 1, Outcome.OK: 2, Outcome.NOT_APPLICABLE: 3}


def _joined(judgements: Sequence[Judgement]) -> Iterator[Finding]:
    by_about: dict[str, Finding] = {}
    for finding in (finding for judgement in judgements for finding in judgement.findings):
        known = by_about.get(finding.about)
        by_about[finding.about] = finding if known is None else _both(known, finding)
    yield from by_about.values()


def _both(one: Finding, other: Finding) -> Finding:
    places = tuple(dict.fromkeys((*one.places, *other.places)))
    return replace(
        one,
        places=places[:MAX_PLACES],
        places_total=max(len(places), one.places_total, other.places_total),
        on_home=one.on_home or other.on_home,
        confirmed=one.confirmed or other.confirmed,
        evidence=tuple(dict.fromkeys((*one.evidence, *other.evidence))),
    )
