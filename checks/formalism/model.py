"""What a rule of the audit is made of: roles, forms and their combinations, frames, legal bases.

A rule has *forms*, the shapes in which its behaviour occurs. A form names the combinations of roles that make a finding
or a reminder of a sentence. *Frames* are what tells that a text only speaks about such things.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from checks.catalogue import State, Words
from checks.cues import pattern_of
from checks.formalism.basis import RuleBasis
from checks.formalism.sentences import fold
from checks.vocabulary import TargetKind

NEARBY = "~"
"""Behind a role in a combination: a neighbouring sentence will do."""


class Role(StrEnum):
    """What a cue tells of a sentence."""

    ACT = "act"  # what is asked for: a vote, a like, a follow …
    COMPULSION = "compulsion"  # that it must be done
    MOBILISING = "mobilising"  # that people are called up for it
    AUDIENCE = "audience"  # by whom: people or units that are under orders
    CALLED = "called"  # how a group is spoken to whose members know each other: 家人们
    CONTROL = "control"  # that it is counted, checked or punished
    GATE = "gate"  # that something is open only to those who do it
    ASKING = "asking"  # that it is asked for at all: 请, 要
    SOLICITING = "soliciting"  # that the public is asked to do it
    QUOTA = "quota"  # how much of it
    OBJECT = "object"  # what it is about: an account, an app, something online


class Level(StrEnum):
    """What a sentence amounts to, gravest first."""

    FINDING = "finding"
    REMINDER = "reminder"  # doubtful: for the office alone
    FAINT = "faint"  # a reminder that rests on little, and gives way to any frame and to anything else that is told
    SILENT = "silent"


class Scope(StrEnum):
    """How far a frame reaches from its cue."""

    WORD = "word"  # the act within the cue is none
    AFTER = "after"  # to the end of the sentence
    BEFORE = "before"  # back to its beginning: “…的做法被叫停”
    SENTENCE = "sentence"
    TEXT = "text"
    SPEECH = "speech"  # raised by the quotation marks around an act, and by no cue


class Entry(BaseModel):
    """A part of a rule file: nothing in it that is not known, and nothing changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class _Lenient(dict[str, tuple[str, ...]]):
    """Stands for the classes where only the form of a cue is looked at: whether they are there is seen later."""

    def __contains__(self, _: object) -> bool:
        return True

    def __missing__(self, _: str) -> tuple[str, ...]:
        return ("一",)


def checked(cues: tuple[str, ...]) -> tuple[str, ...]:
    """Cues as they are. Raises :class:`ValueError` for one that is written wrong or otherwise than texts are folded."""
    for cue in cues:
        pattern_of(cue, _Lenient())
        if fold(cue) != cue:
            raise ValueError(f"the cue {cue!r} must be written as texts are folded: {fold(cue)!r}")
    return cues


class Frame(Entry):
    """What a text says that makes the acts in it harmless or doubtful.

    It holds for the ``forms`` named (``F3`` or ``F3.vote``), or for all; not in a sentence that has all roles of
    ``unless``. A cue that is part of one of ``not_in`` is none. One of scope ``after`` ends early where one of
    ``until`` stands between it and the act. None holds beside one of ``lifted``: “感谢支持，请继续投票”.
    """

    name: str
    why: Words
    scope: Scope
    effect: Level = Level.SILENT
    cues: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    until: tuple[str, ...] = ()
    lifted: tuple[str, ...] = ()
    unless: tuple[Role, ...] = ()
    forms: tuple[str, ...] = ()

    _cues = field_validator("cues", "not_in", "until", "lifted")(checked)

    def concerns(self, code: str, form: str) -> bool:
        """Whether it holds for a form of a rule."""
        return not self.forms or code in self.forms or f"{code}.{form}" in self.forms


class Combination(NamedTuple):
    """Roles that must come together in a sentence, some of them perhaps in a neighbouring one."""

    here: frozenset[Role]
    nearby: frozenset[Role]


def _combinations(written: Iterable[Iterable[str]]) -> tuple[Combination, ...]:
    return tuple(
        Combination(
            frozenset(Role(one) for one in roles if not one.endswith(NEARBY)),
            frozenset(Role(one.removesuffix(NEARBY)) for one in roles if one.endswith(NEARBY)),
        )
        for roles in written
    )


class Pattern(Entry):
    """What must come together. ``public`` is what is asked of everybody and left to them: the office sets its level.

    ``plain`` is enough for a reminder where the text holds nothing else and no frame holds, whatever it is for;
    ``faint`` as well, where an office asks for it.
    """

    finding: tuple[Combination, ...] = ()
    public: tuple[Combination, ...] = ()
    reminder: tuple[Combination, ...] = ()
    plain: tuple[Combination, ...] = ()
    faint: tuple[Combination, ...] = ()

    _read = field_validator("finding", "public", "reminder", "plain", "faint", mode="before")(_combinations)


class Form(Pattern):
    """A shape of a behaviour. Its cues add to the common ones. A rule's forms stand with the most telling first.

    ``like`` names a common pattern whose combinations add to its own. ``remedy`` and ``better`` stand in for those of
    the rule where they would not fit.
    """

    name: str = Field(pattern=r"^[a-z]+$")
    like: str = ""
    remedy: Words | None = None
    better: Words | None = None
    cues: Mapping[Role, tuple[str, ...]]

    @field_validator("cues")
    @classmethod
    def _cues(cls, cues: Mapping[Role, tuple[str, ...]]) -> Mapping[Role, tuple[str, ...]]:
        return {role: checked(words) for role, words in cues.items()}

    @model_validator(mode="after")
    def _acts(self) -> "Form":
        if not self.cues.get(Role.ACT):
            raise ValueError(f"the form {self.name} names no act")
        return self


class Rule(Entry):
    """A prohibited behaviour, from when on, by which texts, and what to do instead.

    ``better`` is a wording that an office may use. A rule is not applied to what was published before
    ``effective_from``. ``doubtful``: no text settles it, so that it accuses nobody.
    """

    code: str = Field(pattern=r"^F\d{1,2}$")
    behaviour: Words
    remedy: Words
    better: Words
    effective_from: date
    basis: tuple[RuleBasis, ...] = Field(min_length=1)
    forms: tuple[Form, ...] = Field(min_length=1)

    def applies(self, kind: TargetKind | None, day: date | None) -> bool:
        """Whether any text it rests on binds such a target on that day. A rule for some kinds asks to know the kind."""
        if day is not None and self.effective_from > day:
            return False
        if kind is None and all(one.kinds and not one.kinds - _NEVER_TEXTS for one in self.basis):
            return False
        return any(one.binds(kind, day) for one in self.basis)

    def resting_on(self, kind: TargetKind | None, day: date | None) -> tuple[RuleBasis, ...]:
        """The texts that bind such a target, best first: verified ones before others.

        Where no kind is told those for few kinds come last.
        """
        bound = [one for one in self.basis if one.binds(kind, day)]
        return tuple(sorted(bound, key=lambda one: (kind is None and one.is_narrow, one.state is not State.VERIFIED)))


_NEVER_TEXTS = frozenset({TargetKind.APP, TargetKind.MINI_PROGRAM})
"""Kinds whose own texts are seen only in them: a text at large is not judged by rules for these alone."""


class Common(Entry):
    """The file of what all rules share."""

    cues: Mapping[Role, tuple[str, ...]]
    frames: tuple[Frame, ...]
    roles: Mapping[Role, Words]
    classes: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    patterns: Mapping[str, Pattern] = Field(default_factory=dict)

    @field_validator("cues")
    @classmethod
    def _cues(cls, cues: Mapping[Role, tuple[str, ...]]) -> Mapping[Role, tuple[str, ...]]:
        return {role: checked(words) for role, words in cues.items()}
