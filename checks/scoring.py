"""Points (扣分、加分) of a scored target (国办秘函〔2019〕19号: portals only).

Deductions inside one indicator stop at its own points; what one indicator was deducted for is not deducted again under
another (``not_with``). Points that were not read in the official text are kept apart: they are shown as 未核实, decide
nothing, and make no official score.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from checks.catalogue import Catalogue, Indicator, Points, State
from checks.vocabulary import Outcome, TargetKind

_NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Found:
    """A confirmed finding as it is scored: its indicator, what it is about, and its class, if it has one."""

    indicator: str
    about: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Deduction:
    """What the findings of one indicator cost: ``verified`` and ``unverified`` points after the cap.

    ``count`` findings were counted, ``passed_over`` were deducted under another indicator, ``capped`` points were
    saved by the cap.
    """

    indicator: str
    count: int
    passed_over: int
    verified: Fraction
    unverified: Fraction
    capped: Fraction

    @property
    def points(self) -> Fraction:
        """Both together."""
        return self.verified + self.unverified


@dataclass(frozen=True, slots=True)
class Score:
    """The points of a target. ``verified`` is the score by verified points alone; ``reference`` takes the unverified
    ones in as well and may never be called official unless :attr:`is_official`.

    ``coverage`` is the share (0 to 1) of the scored indicators that were judged.
    """

    verified: Fraction
    reference: Fraction
    deductions: tuple[Deduction, ...]
    bonus: Fraction
    bonus_unverified: Fraction
    coverage: float
    is_official: bool


def score(
    kind: TargetKind,
    outcomes: Mapping[str, Outcome],
    found: Iterable[Found],
    catalogue: Catalogue,
    on: date | None = None,
) -> Score | None:
    """The points of a target by its confirmed findings and the rules of a day, None where its kind is not scored."""
    if kind not in catalogue.grading.scored:
        return None
    applicable = [name for name in catalogue.scored_for(kind, on) if outcomes.get(name) is not Outcome.NOT_APPLICABLE]
    judged = [name for name in applicable if outcomes.get(name) in (Outcome.OK, Outcome.FINDING)]
    deductions = _deductions(judged, found, catalogue)
    scheme = catalogue.grading
    full, floor = Fraction(str(scheme.full)), Fraction(0)
    verified = max(floor, full - sum((one.verified for one in deductions), floor))
    reference = max(floor, full - sum((one.points for one in deductions), floor))
    earned, unverified = _bonuses(kind, outcomes, catalogue, on)
    return Score(
        verified=verified + (earned if verified > scheme.bonus_above else 0),
        reference=reference + (earned + unverified if reference > scheme.bonus_above else 0),
        deductions=deductions,
        bonus=earned if verified > scheme.bonus_above else floor,
        bonus_unverified=unverified if reference > scheme.bonus_above else floor,
        coverage=round(len(judged) / len(applicable), 4) if applicable else 0.0,
        is_official=_is_official(kind, catalogue, on),
    )


def _is_official(kind: TargetKind, catalogue: Catalogue, on: date | None) -> bool:
    """Whether every point that may be given or taken was read in the official text."""
    names = catalogue.scored_for(kind, on)
    states = [_states(catalogue[name]) for name in names]
    bonuses = [one.state for name in catalogue.bonuses_for(kind, on) if (one := catalogue[name].bonus) is not None]
    return bool(names) and {State.VERIFIED} >= set().union(*states, bonuses, [catalogue.grading.state])


def _states(entry: Indicator) -> set[State]:
    if entry.points is None:
        return set()
    return {entry.points.state, *(one.state for one in entry.points.classes.values())}


@dataclass(slots=True)
class _Weight:
    """What one thing costs under one indicator. ``given`` points are deducted for it under another one already."""

    each: Fraction
    is_verified: bool
    given: Fraction = _NOTHING

    @property
    def rest(self) -> Fraction:
        """What is left to be deducted here."""
        return max(_NOTHING, self.each - self.given)


_Weights = Mapping[str, Mapping[str, _Weight]]
"""By indicator and about."""


def _deductions(judged: Iterable[str], found: Iterable[Found], catalogue: Catalogue) -> tuple[Deduction, ...]:
    weights: dict[str, dict[str, _Weight]] = {name: {} for name in judged}
    for one in sorted(set(found), key=lambda one: (one.indicator, one.about, one.kind)):
        points = catalogue[one.indicator].points if one.indicator in weights else None
        if points is not None:
            weights[one.indicator].setdefault(one.about, _weighed(points, one.kind))
    over = {name for name, there in weights.items() if there and _sum(there.values()) > _most(catalogue[name])}
    for name in weights:
        for other in catalogue[name].not_with:
            _deduct_once(name, other, weights, over)
    return tuple(_deduction(catalogue[name], there) for name, there in weights.items() if there)


def _weighed(points: Points, kind: str) -> _Weight:
    special = points.classes.get(kind)
    each, state = (points.each, points.state) if special is None else (special.each, special.state)
    return _Weight(Fraction(str(each)), state is State.VERIFIED)


def _deduct_once(name: str, other: str, weights: _Weights, over: Collection[str]) -> None:
    """What both were found wrong about costs once: verified points before others, then the greater ones.

    Where those are lost in the cap of their indicator nothing is given, or a finding more would make a better score.
    """
    for about in weights.get(name, {}).keys() & weights.get(other, {}).keys():
        here, there = (weights[name][about], name), (weights[other][about], other)
        heavy, light = sorted((there, here), key=lambda one: (one[0].is_verified, one[0].each), reverse=True)
        if heavy[1] not in over:
            light[0].given = max(light[0].given, heavy[0].each)


def _sum(weights: Iterable[_Weight]) -> Fraction:
    return sum((one.each for one in weights), _NOTHING)


def _most(entry: Indicator) -> Fraction:
    return _NOTHING if entry.points is None else Fraction(str(entry.points.most))


def _deduction(entry: Indicator, there: Mapping[str, _Weight]) -> Deduction:
    most = _most(entry)
    raw = sum((one.rest for one in there.values()), _NOTHING)
    # An unverified cap may stop verified points too: they stay verified, since no more than the item can be lost.
    verified = min(sum((one.rest for one in there.values() if one.is_verified), _NOTHING), most)
    unverified = min(raw - verified, most - verified)
    passed_over = sum(1 for one in there.values() if one.given and not one.rest)
    return Deduction(entry.id, len(there) - passed_over, passed_over, verified, unverified, raw - verified - unverified)


def _bonuses(
    kind: TargetKind, outcomes: Mapping[str, Outcome], catalogue: Catalogue, on: date | None
) -> tuple[Fraction, Fraction]:
    """The verified and the unverified points earned, together never more than the bonus part has."""
    earned = {State.VERIFIED: _NOTHING, State.UNVERIFIED: _NOTHING}
    for name in catalogue.bonuses_for(kind, on):
        bonus = catalogue[name].bonus
        if bonus is not None and outcomes.get(name) is Outcome.OK:
            key = State.VERIFIED if bonus.state is State.VERIFIED else State.UNVERIFIED
            earned[key] += Fraction(str(bonus.points))
    most = Fraction(str(catalogue.grading.bonus_most))
    verified = min(earned[State.VERIFIED], most)
    return verified, min(earned[State.UNVERIFIED], most - verified)
