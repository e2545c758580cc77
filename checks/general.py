"""What holds for a catalogue as a whole: its veto items, how points become a grade, and the product's own scale."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field, field_validator

from checks.evidence.office import AddedWords, OfficeWords
from checks.indicator import Part, State, Words
from checks.vocabulary import Severity, TargetKind


class VetoItem(Part):
    """An official veto item. ``judged_by`` are our indicators for it, ``read_for`` those that a person reads for."""

    title: str
    class_: Literal["site", "account"] = Field(alias="class")
    judged_by: tuple[str, ...] = ()
    read_for: tuple[str, ...] = ()

    @property
    def is_automatic(self) -> bool:
        """Whether a machine judges the whole item."""
        return bool(self.judged_by) and not self.read_for


class Scheme(Part):
    """How points become a grade (国办秘函〔2019〕19号): from ``full``, below ``fail_below`` is 不合格, above
    ``bonus_above`` the bonus is added, of at most ``bonus_most``. Only targets of a ``scored`` kind have points."""

    full: float = Field(gt=0)
    fail_below: float = Field(ge=0)
    bonus_above: float = Field(ge=0)
    bonus_most: float = Field(ge=0)
    scored: frozenset[TargetKind]
    state: State

    @field_validator("bonus_above")
    @classmethod
    def _is_not_below_failing(cls, above: float, info: object) -> float:
        if above < getattr(info, "data", {}).get("fail_below", above):
            raise ValueError("the bonus round opens above the points that fail, not below them")
        return above


class Weight(Part):
    """Points that findings of one severity cost: each, and at most together."""

    each: float = Field(ge=0)
    most: float = Field(ge=0)


class HealthScale(Part):
    """The scale of the product's own health grade. ``letters`` are the least points for each, best first."""

    weights: Mapping[Severity, Weight]
    letters: Mapping[str, float]

    @field_validator("letters")
    @classmethod
    def _falls_to_zero(cls, letters: Mapping[str, float]) -> Mapping[str, float]:
        least = list(letters.values())
        if least != sorted(least, reverse=True) or not least or least[-1] > 0:
            raise ValueError("letters are given best first, and the last one starts at 0 or below")
        return letters


class Layer(Part):
    """A layer of the catalogue as its ``layer.toml`` names it. ``general`` overrides fields of ``catalogue.toml``."""

    title: Words
    note: Words | None = None


class OwnWords(Part):
    """Cues an office adds to a form of a rule of the audit, as ``F3.interact``, in a role: ``act``, ``audience`` …"""

    form: str = Field(pattern=r"^F\d{1,2}\.[a-z]+$")
    role: str = Field(pattern=r"^[a-z]+$")
    cues: tuple[str, ...] = Field(min_length=1)


class OwnAudit(Part):
    """What an office sets for the audit of formalism: the level of public votes and quizzes, and words of its own.

    ``faint``: whether it is reminded of plain words (登录, 转发, 参与 …) that are put to somebody.
    """

    public: Literal["finding", "reminder", "silent"] = "reminder"
    faint: Literal["reminder", "silent"] = "silent"
    harmless: tuple[str, ...] = ()
    words: tuple[OwnWords, ...] = ()

    @property
    def office(self) -> OfficeWords:
        """As the checks are handed it."""
        added = tuple(AddedWords(one.form, one.role, one.cues) for one in self.words)
        return OfficeWords(self.public, self.faint, added, self.harmless)


class General(Part):
    """What holds for the catalogue as a whole. ``least_coverage`` is a share from 0 to 1.

    Of ``needs_one_of`` a verdict needs one judged, where any of them applies to the target."""

    least_coverage: float = Field(ge=0, le=1)
    needs_one_of: tuple[str, ...] = ()
    veto_items: tuple[VetoItem, ...]
    grading: Scheme
    health: HealthScale
    formalism: OwnAudit = OwnAudit()
