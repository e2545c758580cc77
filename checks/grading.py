"""Findings and outcomes to a verdict (国办秘函〔2019〕19号: any one veto situation is 不合格).

The verdict is made once a scan, after entry, and stored with the catalogue's version. There is no score: points are
official for portals only, and their figures are not verified yet.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from checks.catalogue import Catalogue
from checks.vocabulary import Outcome, TargetKind, Verdict


@dataclass(frozen=True, slots=True)
class Grade:
    """The verdict on one target. ``coverage`` is the share (0 to 1) of its machine-judged vetoes that were judged."""

    verdict: Verdict
    vetoes: tuple[str, ...]
    coverage: float
    catalogue: str
    thresholds: Mapping[str, Mapping[str, float]]


def grade(
    kind: TargetKind,
    outcomes: Mapping[str, Outcome],
    confirmed: Iterable[str],
    catalogue: Catalogue,
    reminders: Collection[str] = (),
) -> Grade:
    """Grade a target by its outcomes and the indicators of its confirmed vetoes.

    A veto that was seen but not confirmed by a second look accuses nobody: the verdict is then undetermined.
    ``reminders`` are the indicators whose findings weigh less than a veto: judged, and no veto seen.
    """
    applicable = [name for name in catalogue.vetoes_of(kind) if outcomes.get(name) is not Outcome.NOT_APPLICABLE]
    judged = [name for name in applicable if outcomes.get(name) in (Outcome.OK, Outcome.FINDING)]
    found = [name for name in judged if outcomes[name] is Outcome.FINDING and name not in reminders]
    vetoes = tuple(sorted(set(found) & set(confirmed)))
    coverage = len(judged) / len(applicable) if applicable else 0.0
    return Grade(
        verdict=_verdict(vetoes, found, coverage, catalogue.least_coverage),
        vetoes=vetoes,
        coverage=round(coverage, 4),
        catalogue=catalogue.version,
        thresholds={name: dict(catalogue[name].thresholds) for name in applicable},
    )


def _verdict(vetoes: tuple[str, ...], found: list[str], coverage: float, least: float) -> Verdict:
    if vetoes:
        return Verdict.UNQUALIFIED
    if found or coverage == 0 or coverage < least:
        return Verdict.UNDETERMINED
    return Verdict.QUALIFIED
