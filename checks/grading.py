"""Findings and outcomes to a verdict (国办秘函〔2019〕19号).

Any one veto situation is 不合格, and nothing else is scored. Without one, a scored target (portals) fails below the
points of the scheme; all others pass by veto alone. What could not be seen is never graded: it lowers the coverage, and
below the least coverage, or where nothing of what it shows was seen, the verdict is undetermined (无法判定).

The verdict is made once a scan, after entry, and stored with the catalogue's version. Only verified points decide.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from checks.catalogue import Catalogue
from checks.scoring import Found, Score, score
from checks.vocabulary import Outcome, TargetKind, Verdict


@dataclass(frozen=True, slots=True)
class Grade:
    """The verdict on one target. ``coverage`` is the share (0 to 1) of its machine-judged vetoes that were judged.

    ``score`` is None where the kind has no points, or a veto leaves nothing to be scored.
    """

    verdict: Verdict
    vetoes: tuple[str, ...]
    coverage: float
    catalogue: str
    thresholds: Mapping[str, Mapping[str, float]]
    score: Score | None = None


def grade(
    kind: TargetKind,
    outcomes: Mapping[str, Outcome],
    confirmed: Iterable[str],
    catalogue: Catalogue,
    reminders: Collection[str] = (),
    found: Iterable[Found] = (),
    on: date | None = None,
) -> Grade:
    """Grade a target by its outcomes and the indicators of its confirmed vetoes.

    A veto that was seen but not confirmed by a second look accuses nobody: the verdict is then undetermined.
    ``reminders`` are the indicators whose findings weigh less than a veto: judged, and no veto seen. ``found`` are the
    confirmed findings that cost points. What only a person judges counts where its outcome was entered, and is never
    missed in the coverage. ``on`` is the day by whose rules it is graded.
    """
    machine = catalogue.vetoes_of(kind, on)
    applicable = [name for name in machine if outcomes.get(name) is not Outcome.NOT_APPLICABLE]
    judged = [name for name in applicable if outcomes.get(name) in (Outcome.OK, Outcome.FINDING)]
    entered = [name for name in catalogue.manual_vetoes_of(kind, on) if outcomes.get(name) is Outcome.FINDING]
    suspected = [name for name in (*judged, *entered) if outcomes[name] is Outcome.FINDING and name not in reminders]
    vetoes = tuple(sorted(set(suspected) & set(confirmed)))
    coverage = len(judged) / len(applicable) if applicable else 0.0
    needed = catalogue.needs_one_of.intersection(applicable)
    is_seen = not needed or not needed.isdisjoint(judged)
    points = None if vetoes else score(kind, outcomes, found, catalogue, on)
    return Grade(
        verdict=_verdict(vetoes, suspected, coverage if is_seen else 0.0, points, catalogue),
        vetoes=vetoes,
        coverage=round(coverage, 4),
        catalogue=catalogue.version,
        thresholds={name: dict(catalogue[name].thresholds) for name in applicable},
        score=points,
    )


def _verdict(
    vetoes: tuple[str, ...], suspected: list[str], coverage: float, points: Score | None, catalogue: Catalogue
) -> Verdict:
    if vetoes or (points is not None and points.verified < catalogue.grading.fail_below):
        return Verdict.UNQUALIFIED
    if suspected or coverage == 0 or coverage < catalogue.least_coverage:
        return Verdict.UNDETERMINED
    return Verdict.QUALIFIED
