"""The indicator catalogue: every threshold, legal basis, word and remedy, read from TOML files.

One file describes one indicator; its name is the indicator's id. The folder it lies in is its layer: ``product`` and
``national-2019`` ship with Govwatch. A later layer overrides single fields of an earlier one. No threshold lives in
code, and every entry says whether its figures were verified against the official text.
"""

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from checks.vocabulary import Severity, TargetKind

HOME = Path(__file__).parent / "indicators"
LAYERS = ("product", "national-2019")


Model = TypeVar("Model", bound=BaseModel)


class CatalogueError(Exception):
    """An entry of the catalogue is wrong. The message names the file, the line and what would be right."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Entry):
    """The same in Chinese and English."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class State(StrEnum):
    """Whether the rule and its figures were compared with the official text."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    OWN = "own"  # the product's own advice: there is no official text


class Basis(_Entry):
    """Where a rule comes from. ``document`` is its number, ``clause`` the item in it."""

    document: str = ""
    clause: str = ""
    state: State
    note: str = ""


class Indicator(_Entry):
    """One indicator.

    ``sentence`` is a ``str.format`` template over a finding's figures, its ``url``, ``about`` and ``why`` (the link
    outcome in words). Where a check tells cases apart (``data["case"]``), ``cases`` has a sentence for each.
    ``should`` says what is right (应当怎样), where the rule itself describes what is wrong.
    ``mechanical``: what it finds needs no judgement of a person, so that an office may let it be issued by itself.
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
    basis: Basis
    effective_from: date | None = None
    mechanical: bool = False
    sentence: Words
    cases: Mapping[str, Words] = Field(default_factory=dict)
    remedy: Words

    @field_validator("sentence")
    @classmethod
    def _sentence_parses(cls, sentence: Words) -> Words:
        return _parsed(sentence)

    @field_validator("cases")
    @classmethod
    def _cases_parse(cls, cases: Mapping[str, Words]) -> Mapping[str, Words]:
        return {name: _parsed(sentence) for name, sentence in cases.items()}

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


class VetoItem(_Entry):
    """An official veto item. ``judged_by`` are our indicators for it; without any, a person reads for it."""

    title: str
    class_: Literal["site", "account"] = Field(alias="class")
    judged_by: tuple[str, ...] = ()


class Weight(_Entry):
    """Points that findings of one severity cost: each, and at most together."""

    each: float = Field(ge=0)
    most: float = Field(ge=0)


class HealthScale(_Entry):
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


class General(_Entry):
    """What holds for the catalogue as a whole. ``least_coverage`` is a share from 0 to 1."""

    least_coverage: float = Field(ge=0, le=1)
    veto_items: tuple[VetoItem, ...]
    health: HealthScale


class Catalogue(Mapping[str, Indicator]):
    """All indicators by id, and the version that is stored with every grade."""

    def __init__(self, indicators: Mapping[str, Indicator], general: General) -> None:
        self._indicators = dict(sorted(indicators.items()))
        self.least_coverage = general.least_coverage
        self.veto_items = general.veto_items
        self.health = general.health
        text = json.dumps([_in_order(one) for one in self._indicators.values()], sort_keys=True)
        self.version = f"national-2019/{hashlib.sha256(text.encode()).hexdigest()[:8]}"

    def __getitem__(self, indicator: str) -> Indicator:
        return self._indicators[indicator]

    def __iter__(self) -> Iterator[str]:
        return iter(self._indicators)

    def __len__(self) -> int:
        return len(self._indicators)

    def vetoes_of(self, kind: TargetKind) -> tuple[str, ...]:
        """The veto indicators that a machine judges on targets of this kind."""
        return tuple(one.id for one in self.values() if one.severity is Severity.VETO and kind in one.applies_to)


def _in_order(one: Indicator) -> dict[str, Any]:
    """An entry as plain data; its sets in order, so that the same catalogue has the same version everywhere."""
    return one.model_dump(mode="json") | {"applies_to": sorted(one.applies_to)}


@cache
def load_catalogue(home: Path = HOME, layers: tuple[str, ...] = LAYERS) -> Catalogue:
    """Read the layers in order. Raises :class:`CatalogueError` for the first wrong entry."""
    merged: dict[str, dict[str, Any]] = {}
    sources: dict[str, Path] = {}
    for layer in layers:
        for path in sorted((home / layer).glob("*.toml")):
            merged.setdefault(path.stem, {}).update(_read(path) | {"id": path.stem, "layer": layer})
            sources[path.stem] = path
    indicators = {name: _validated(Indicator, fields, sources[name]) for name, fields in merged.items()}
    general = home / "catalogue.toml"
    return Catalogue(indicators, _validated(General, _read(general), general))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path}: not readable as TOML: {error}") from None


def _validated(model: type[Model], fields: Mapping[str, Any], path: Path) -> Model:
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise CatalogueError(f"{path}:{_line_of(path, field)}: {field}: {first['msg']}") from None


def _parsed(sentence: Words) -> Words:
    for text in (sentence.zh, sentence.en):
        list(Formatter().parse(text))  # raises ValueError on a stray brace
    return sentence


def _line_of(path: Path, field: str) -> int:
    """The line where the last named part of a field stands, or 1."""
    names = [part for part in field.split(".") if part.isidentifier()]
    lines = path.read_text("utf-8").splitlines()
    for name in reversed(names):
        for number, line in enumerate(lines, 1):
            if line.lstrip("[ ").startswith(name):
                return number
    return 1
