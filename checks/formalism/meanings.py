"""What every cue means and what every form asks for, laid out for reading texts: small numbers and tuples."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from checks.formalism.model import Combination, Common, Form, Frame, Level, Role, Rule

ROLES = tuple(Role)
"""Roles are known by their place here; acts come first."""

ACT = ROLES.index(Role.ACT)

Own: TypeAlias = Mapping[int, tuple[int, ...]]
"""The roles that a cue plays in single forms, by the number of the form."""

_NOTHING: Own = MappingProxyType({})

FormKey: TypeAlias = tuple[str, str]
"""The code of a rule and the name of a form."""


class Meaning(NamedTuple):
    """What a cue is for.

    ``shared`` are the roles it plays in every form, ``own`` those in single forms, by the number of the form;
    ``acting`` the forms of which it is an act. ``frames`` are those it raises, ``covers`` those whose cues are none
    within it, ``turns`` those that end at it, and ``lifts`` the names of those that do not hold beside it; ``framing``
    tells whether it is for any of these.
    """

    shared: tuple[int, ...]
    own: Own
    acting: tuple[int, ...]
    frames: tuple[Frame, ...]
    covers: tuple[Frame, ...]
    turns: tuple[Frame, ...]
    lifts: frozenset[str]
    framing: bool


class Asked(NamedTuple):
    """What must stand beside an act.

    ``here`` has a bit for each role that the sentence itself must have; ``roles`` are all of them in order, each with
    whether a neighbouring sentence will do.
    """

    here: int
    roles: tuple[tuple[int, bool], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A form of a rule, ready to be looked for, with its number and its place in the rule and among all forms.

    ``asked`` is what it amounts to when any of these come together, gravest first.
    """

    rule: Rule
    form: Form
    number: int
    place: int
    order: int
    asked: tuple[tuple[Level, tuple[Asked, ...]], ...]


def numbers_of(rules: Iterable[Rule]) -> dict[FormKey, int]:
    """A number for each form of the rules."""
    keys = dict.fromkeys((rule.code, form.name) for rule in rules for form in rule.forms)
    return {key: number for number, key in enumerate(keys)}


def meanings_of(rules: Iterable[Rule], common: Common, numbers: Mapping[FormKey, int]) -> dict[str, Meaning]:
    """What each cue of all rules and frames means."""
    shared, own = _roles_of(common.cues), _own(rules, numbers)
    frames, covers, turns, lifts = (by_cue(common.frames, which) for which in ("cues", "not_in", "until", "lifted"))
    return {
        cue: Meaning(
            shared.get(cue, ()),
            own.get(cue, _NOTHING),
            _acting(shared.get(cue, ()), own.get(cue, _NOTHING), numbers),
            frames.get(cue, ()),
            covers.get(cue, ()),
            turns.get(cue, ()),
            frozenset(frame.name for frame in lifts.get(cue, ())),
            cue in frames or cue in turns or cue in lifts,
        )
        for cue in {*shared, *own, *frames, *covers, *turns, *lifts}
    }


def by_cue(frames: Iterable[Frame], which: str) -> dict[str, tuple[Frame, ...]]:
    """The frames that have each cue in a field of theirs."""
    found: defaultdict[str, tuple[Frame, ...]] = defaultdict(tuple)
    for frame in frames:
        for cue in getattr(frame, which):
            found[cue] += (frame,)
    return dict(found)


def _roles_of(cues: Mapping[Role, tuple[str, ...]]) -> dict[str, tuple[int, ...]]:
    played: defaultdict[str, set[int]] = defaultdict(set)
    for role, words in cues.items():
        for cue in words:
            played[cue].add(ROLES.index(role))
    return {cue: tuple(sorted(roles)) for cue, roles in played.items()}


def _own(rules: Iterable[Rule], numbers: Mapping[FormKey, int]) -> dict[str, dict[int, tuple[int, ...]]]:
    """The roles that the cues of single forms play in these."""
    own: defaultdict[str, dict[int, tuple[int, ...]]] = defaultdict(dict)
    for rule in rules:
        for form in rule.forms:
            number = numbers[rule.code, form.name]
            for cue, roles in _roles_of(form.cues).items():
                own[cue][number] = tuple(sorted({*own[cue].get(number, ()), *roles}))
    return dict(own)


def _acting(shared: tuple[int, ...], own: Own, numbers: Mapping[FormKey, int]) -> tuple[int, ...]:
    if ACT in shared:
        return tuple(numbers.values())
    return tuple(number for number, roles in own.items() if ACT in roles)


def plans_of(rules: Iterable[Rule], numbers: Mapping[FormKey, int], public: Level) -> dict[int, tuple[Plan, ...]]:
    """The forms of rules by their number. ``public`` is the level of what is asked of everybody."""
    plans: defaultdict[int, tuple[Plan, ...]] = defaultdict(tuple)
    every = ((rule, place, form) for rule in rules for place, form in enumerate(rule.forms))
    for order, (rule, place, form) in enumerate(every):
        number = numbers[rule.code, form.name]
        plans[number] += (Plan(rule, form, number, place, order, tuple(_asked(form, public))),)
    return dict(plans)


def _asked(form: Form, public: Level) -> Iterator[tuple[Level, tuple[Asked, ...]]]:
    # An office that is not to hear of what people are free to do is told even less of what is only faint.
    faint = Level.SILENT if public is Level.SILENT else Level.FAINT
    written = [
        (Level.FINDING, form.finding),
        (public, form.public),
        (Level.REMINDER, form.reminder),
        (faint, form.plain + form.faint),
    ]
    for level, combinations in sorted(written, key=lambda one: tuple(Level).index(one[0])):
        if combinations:
            yield level, tuple(map(_beside, combinations))


def _beside(one: Combination) -> Asked:
    asked = [(place, role in one.nearby) for place, role in enumerate(ROLES) if role in one.here | one.nearby]
    here = sum(1 << place for place, near in asked if not near)
    return Asked(here, tuple((place, near) for place, near in asked if place != ACT))
