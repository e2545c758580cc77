"""What one entry of the indicator catalogue holds. The entries themselves are TOML files; see ``catalogue``.

Every figure and every word of a rule is data here. Shares are from 0 to 1, points are those of the official set of 100.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from string import Formatter
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from checks.vocabulary import Severity, TargetKind


class Part(BaseModel):
    """A part of the catalogue: nothing in it that is not known, and nothing changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Part):
    """The same in Chinese and English."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class State(StrEnum):
    """Whether the rule and its figures were compared with the official text."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    OWN = "own"  # the product's own advice: there is no official text


class Basis(Part):
    """Where a rule comes from. ``document`` is its number, ``clause`` the item in it."""

    document: str = ""
    clause: str = ""
    state: State
    note: str = ""


class ClassPoints(Part):
    """Points of one class of findings (``data["class"]``), where it weighs otherwise than the rest."""

    each: float = Field(ge=0)
    state: State


class Points(Part):
    """What findings cost a scored target (扣分): ``each``, together never more than ``most``, the item's own points.

    ``state`` says whether the figures were read in the official text. Those that were not are shown as 未核实 and
    decide nothing.
    """

    each: float = Field(ge=0)
    most: float = Field(gt=0)
    state: State
    note: str = ""
    classes: Mapping[str, ClassPoints] = Field(default_factory=dict)


class Bonus(Part):
    """What a scored target earns (加分) when the indicator is judged and nothing is missing."""

    points: float = Field(gt=0)
    state: State


class Joint(Part):
    """Several findings of one target in one sentence, as bulletins have them: 未列明网站标识码、公安机关备案标识.

    ``cases`` are those it may tell together, in their order; ``sentence`` is a template over ``{items}``, ``{pages}``
    (the most of them) and ``{url}``. An item is called as ``items`` says by its case, else as its figure ``item`` says.
    """

    cases: tuple[str, ...] = Field(min_length=1)
    sentence: Words
    items: Mapping[str, Words] = Field(default_factory=dict)
    item: str = ""

    @field_validator("sentence")
    @classmethod
    def _sentence_parses(cls, sentence: Words) -> Words:
        return _parsed(sentence)


class Indicator(Part):
    """One indicator.

    ``sentence`` is a ``str.format`` template over a finding's figures, its ``url``, ``about`` and ``why`` (the link
    outcome in words). Where a check tells cases apart (``data["case"]``), ``cases`` has a sentence for each; ``joint``
    tells several findings of a target together.
    ``should`` says what is right (应当怎样), where the rule itself describes what is wrong.
    ``evidence`` says what a finding carries to prove it.
    ``mechanical``: what it finds needs no judgement of a person, so that an office may let it be issued by itself.
    ``manual`` says why no machine judges it; the office enters what it finds. ``sensitive``: what was found is never
    told in a mail and its text is never kept.
    ``settings`` names the thresholds that are the office's own and stand in no official text.
    ``least_coverage`` is the share of its things that must have been seen for "nothing found" to count.
    ``not_with`` names indicators: what one of them was found wrong about is not deducted here a second time.
    ``pauses``: not judged while the register says that the site is being rebuilt (改版暂停).
    """

    id: str = Field(pattern=r"^[a-z]+(\.[a-z0-9]+(-[a-z0-9]+)*)$")
    layer: str
    title: Words
    group: Words
    rule: Words
    should: Words | None = None
    severity: Severity
    applies_to: frozenset[TargetKind] = Field(min_length=1)
    thresholds: Mapping[str, float] = Field(default_factory=dict)
    settings: frozenset[str] = frozenset()
    basis: Basis
    effective_from: date | None = None
    effective_to: date | None = None
    least_coverage: float = Field(default=0, ge=0, le=1)
    points: Points | None = None
    bonus: Bonus | None = None
    not_with: tuple[str, ...] = ()
    evidence: Words | None = None
    mechanical: bool = False
    manual: Words | None = None
    sensitive: bool = False
    pauses: bool = False
    sentence: Words
    cases: Mapping[str, Words] = Field(default_factory=dict)
    remedy: Words
    joint: tuple[Joint, ...] = ()

    @field_validator("sentence")
    @classmethod
    def _sentence_parses(cls, sentence: Words) -> Words:
        return _parsed(sentence)

    @field_validator("cases")
    @classmethod
    def _cases_parse(cls, cases: Mapping[str, Words]) -> Mapping[str, Words]:
        return {name: _parsed(sentence) for name, sentence in cases.items()}

    @field_validator("effective_to")
    @classmethod
    def _ends_after_it_begins(cls, last: date | None, info: object) -> date | None:
        first = getattr(info, "data", {}).get("effective_from")
        if last is not None and first is not None and last < first:
            raise ValueError(f"it ends on {last}, before it begins on {first}")
        return last

    @field_validator("manual")
    @classmethod
    def _is_one_or_the_other(cls, manual: Words | None, info: object) -> Words | None:
        if manual is not None and getattr(info, "data", {}).get("mechanical"):
            raise ValueError("what only a person judges is not issued without one: leave out mechanical or manual")
        return manual

    @model_validator(mode="after")
    def _settings_are_thresholds(self) -> Self:
        if strange := sorted(self.settings - self.thresholds.keys()):
            raise ValueError(f"settings: {strange[0]} is no threshold of this entry")
        return self

    @property
    def right(self) -> Words:
        """How it should be, for those who are to repair it."""
        return self.should or self.rule

    def sentence_of(self, case: str) -> Words:
        """The template for a case, or the general one."""
        return self.cases.get(case, self.sentence)

    @property
    def is_official(self) -> bool:
        """Whether it is an item of the official set, and not our own advice."""
        return self.basis.state is not State.OWN

    def is_in_force(self, day: date) -> bool:
        """Whether the rule held, or holds, on a day."""
        begun = self.effective_from is None or self.effective_from <= day
        return begun and (self.effective_to is None or day <= self.effective_to)


def _parsed(sentence: Words) -> Words:
    for text in (sentence.zh, sentence.en):
        list(Formatter().parse(text))  # raises ValueError on a stray brace
    return sentence
