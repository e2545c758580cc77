"""The rules of the audit, read from TOML: one file a rule, and ``common.toml`` for what they share.

A rule has *forms*, the shapes in which its behaviour occurs. A form names the combinations of roles that make a finding
or a reminder of a sentence. *Frames* are what tells that a text only speaks about such things.
"""

import hashlib
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from checks.catalogue import Basis, CatalogueError, Words
from checks.formalism.scan import Scanner, pattern_of
from checks.formalism.sentences import fold

HOME = Path(__file__).parent / "rules"
COMMON = "common.toml"

Model = TypeVar("Model", bound=BaseModel)

NEARBY = "~"
"""Behind a role in a combination: a neighbouring sentence will do."""


class Role(StrEnum):
    """What a cue tells of a sentence."""

    ACT = "act"  # what is asked for: a vote, a like, a follow …
    COMPULSION = "compulsion"  # that it must be done
    MOBILISING = "mobilising"  # that people are called up for it
    AUDIENCE = "audience"  # by whom: people or units that are under orders
    CONTROL = "control"  # that it is counted, checked or punished
    GATE = "gate"  # that something is open only to those who do it
    SOLICITING = "soliciting"  # that the public is asked to do it
    QUOTA = "quota"  # how much of it


class Level(StrEnum):
    """What a sentence amounts to, gravest first."""

    FINDING = "finding"
    REMINDER = "reminder"  # doubtful: for the office alone
    SILENT = "silent"


class Scope(StrEnum):
    """How far a frame reaches from its cue."""

    WORD = "word"  # the act within the cue is none
    AFTER = "after"  # to the end of the sentence
    SENTENCE = "sentence"
    TEXT = "text"
    SPEECH = "speech"  # raised by the quotation marks around an act, and by no cue


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _checked(cues: tuple[str, ...]) -> tuple[str, ...]:
    for cue in cues:
        pattern_of(cue)
        if fold(cue) != cue:
            raise ValueError(f"the cue {cue!r} must be written as texts are folded: {fold(cue)!r}")
    return cues


class Frame(_Entry):
    """What a text says that makes the acts in it harmless or doubtful.

    It holds for the ``forms`` named (``F3`` or ``F3.vote``), or for all; not in a sentence that has all roles of
    ``unless``. A cue that is part of one of ``not_in`` is none.
    """

    name: str
    why: Words
    scope: Scope
    effect: Level = Level.SILENT
    cues: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    unless: tuple[Role, ...] = ()
    forms: tuple[str, ...] = ()

    _cues = field_validator("cues", "not_in")(_checked)

    def concerns(self, code: str, form: str) -> bool:
        """Whether it holds for a form of a rule."""
        return not self.forms or code in self.forms or f"{code}.{form}" in self.forms


class Combination(NamedTuple):
    """Roles that must come together in a sentence, some of them perhaps in a neighbouring one."""

    here: frozenset[Role]
    nearby: frozenset[Role]


class Form(_Entry):
    """A shape of a behaviour. Its cues add to the common ones. A rule's forms stand with the most telling first."""

    name: str = Field(pattern=r"^[a-z]+$")
    finding: tuple[Combination, ...] = ()
    reminder: tuple[Combination, ...] = ()
    cues: Mapping[Role, tuple[str, ...]]

    @field_validator("finding", "reminder", mode="before")
    @classmethod
    def _combinations(cls, written: list[list[str]]) -> list[Combination]:
        return [
            Combination(
                frozenset(Role(one) for one in roles if not one.endswith(NEARBY)),
                frozenset(Role(one.removesuffix(NEARBY)) for one in roles if one.endswith(NEARBY)),
            )
            for roles in written
        ]

    @field_validator("cues")
    @classmethod
    def _cues(cls, cues: Mapping[Role, tuple[str, ...]]) -> Mapping[Role, tuple[str, ...]]:
        return {role: _checked(words) for role, words in cues.items()}

    @model_validator(mode="after")
    def _acts(self) -> "Form":
        if not self.cues.get(Role.ACT):
            raise ValueError(f"the form {self.name} names no act")
        return self


class Rule(_Entry):
    """A prohibited behaviour, from when on, by which texts, and what to do instead.

    ``better`` is a wording that an office may use. A rule is not applied to what was published before
    ``effective_from``.
    """

    code: str = Field(pattern=r"^F\d{1,2}$")
    behaviour: Words
    remedy: Words
    better: Words
    effective_from: date
    basis: tuple[Basis, ...] = Field(min_length=1)
    forms: tuple[Form, ...] = Field(min_length=1)


class _Common(_Entry):
    cues: Mapping[Role, tuple[str, ...]]
    frames: tuple[Frame, ...]
    roles: Mapping[Role, Words]

    @field_validator("cues")
    @classmethod
    def _cues(cls, cues: Mapping[Role, tuple[str, ...]]) -> Mapping[Role, tuple[str, ...]]:
        return {role: _checked(words) for role, words in cues.items()}


@dataclass(frozen=True)
class Rules:
    """All rules, ready to be applied. ``version`` changes with every word of them.

    ``players`` are the forms and roles that a cue plays, ``framing`` the frames it raises, and ``covering`` the frames
    whose cues are none within it.
    """

    rules: tuple[Rule, ...]
    frames: tuple[Frame, ...]
    role_words: Mapping[Role, Words]
    version: str
    scanner: Scanner
    players: Mapping[str, frozenset[tuple[str, str, Role]]] = field(repr=False)
    framing: Mapping[str, tuple[Frame, ...]] = field(repr=False)
    covering: Mapping[str, tuple[Frame, ...]] = field(repr=False)


def rules_of(rules: tuple[Rule, ...], common: _Common, version: str) -> Rules:
    """Make rules ready to be applied."""
    players: defaultdict[str, set[tuple[str, str, Role]]] = defaultdict(set)
    for rule in rules:
        for form in rule.forms:
            for role, cue in _cues_of(form, common):
                players[cue].add((rule.code, form.name, role))
    framing: defaultdict[str, list[Frame]] = defaultdict(list)
    covering: defaultdict[str, list[Frame]] = defaultdict(list)
    for frame in common.frames:
        for cue in frame.cues:
            framing[cue].append(frame)
        for cue in frame.not_in:
            covering[cue].append(frame)
    return Rules(
        rules,
        common.frames,
        common.roles,
        version,
        Scanner([*players, *framing, *covering]),
        {cue: frozenset(found) for cue, found in players.items()},
        {cue: tuple(found) for cue, found in framing.items()},
        {cue: tuple(found) for cue, found in covering.items()},
    )


def _cues_of(form: Form, common: _Common) -> Iterator[tuple[Role, str]]:
    for role in Role:
        yield from ((role, cue) for cue in (*common.cues.get(role, ()), *form.cues.get(role, ())))


@cache
def load_rules(home: Path = HOME) -> Rules:
    """Read the rules. Raises :class:`~checks.catalogue.CatalogueError` that names the file that is wrong."""
    files = {path.name: _read(path) for path in sorted(home.glob("*.toml"))}
    common = _validated(_Common, files.pop(COMMON, {}), home / COMMON)
    rules = tuple(_validated(Rule, files[name], home / name) for name in sorted(files, key=_number))
    whole = b"".join(path.read_bytes() for path in sorted(home.glob("*.toml")))
    return rules_of(rules, common, hashlib.sha256(whole).hexdigest()[:8])


def _number(name: str) -> tuple[int, str]:
    return len(name), name


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise CatalogueError(f"{path}: not readable as TOML: {error}") from None


def _validated(model: type[Model], fields: Mapping[str, Any], path: Path) -> Model:
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        raise CatalogueError(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
