"""The rules of the audit, read from TOML: one file a rule, and ``common.toml`` for what they share.

A rule has *forms*, the shapes in which its behaviour occurs. A form names the combinations of roles that make a finding
or a reminder of a sentence. *Frames* are what tells that a text only speaks about such things.
"""

import hashlib
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from checks.catalogue import Basis, CatalogueError, State, Words
from checks.cues import NO_CLASSES, Scanner, pattern_of
from checks.evidence.office import NO_OFFICE_WORDS, OfficeWords
from checks.formalism.sentences import fold
from checks.vocabulary import TargetKind

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
    OBJECT = "object"  # what it is about: an account, an app, something online


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


class _Lenient(dict[str, tuple[str, ...]]):
    """Stands for the classes where only the form of a cue is looked at: whether they are there is seen later."""

    def __contains__(self, _: object) -> bool:
        return True

    def __missing__(self, _: str) -> tuple[str, ...]:
        return ("一",)


def _checked(cues: tuple[str, ...]) -> tuple[str, ...]:
    for cue in cues:
        pattern_of(cue, _Lenient())
        if fold(cue) != cue:
            raise ValueError(f"the cue {cue!r} must be written as texts are folded: {fold(cue)!r}")
    return cues


class Frame(_Entry):
    """What a text says that makes the acts in it harmless or doubtful.

    It holds for the ``forms`` named (``F3`` or ``F3.vote``), or for all; not in a sentence that has all roles of
    ``unless``. A cue that is part of one of ``not_in`` is none. One of scope ``after`` ends early where one of
    ``until`` stands between it and the act. None holds in a sentence that has one of ``lifted``: “感谢支持，请继续投票”.
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

    _cues = field_validator("cues", "not_in", "until", "lifted")(_checked)

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


class Pattern(_Entry):
    """What must come together. ``public`` is what is asked of everybody and left to them: the office sets its level."""

    finding: tuple[Combination, ...] = ()
    public: tuple[Combination, ...] = ()
    reminder: tuple[Combination, ...] = ()

    _read = field_validator("finding", "public", "reminder", mode="before")(_combinations)


class Form(Pattern):
    """A shape of a behaviour. Its cues add to the common ones. A rule's forms stand with the most telling first.

    ``like`` names a common pattern whose combinations add to its own.
    """

    name: str = Field(pattern=r"^[a-z]+$")
    like: str = ""
    cues: Mapping[Role, tuple[str, ...]]

    @field_validator("cues")
    @classmethod
    def _cues(cls, cues: Mapping[Role, tuple[str, ...]]) -> Mapping[Role, tuple[str, ...]]:
        return {role: _checked(words) for role, words in cues.items()}

    @model_validator(mode="after")
    def _acts(self) -> "Form":
        if not self.cues.get(Role.ACT):
            raise ValueError(f"the form {self.name} names no act")
        return self


class RuleBasis(Basis):
    """A text a rule rests on. It binds targets of some ``kinds``, or of all; others perhaps ``by_reference`` (参照)."""

    kinds: frozenset[TargetKind] = frozenset()
    by_reference: frozenset[TargetKind] = frozenset()
    effective_from: date | None = None
    version: str = ""

    def binds(self, kind: TargetKind | None, day: date | None) -> bool:
        """Whether it speaks about targets of a kind and was in force on a day; None: whatever they are."""
        reached = kind is None or not self.kinds or kind in self.kinds | self.by_reference
        return reached and (day is None or self.effective_from is None or self.effective_from <= day)


class Rule(_Entry):
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
        """The texts that bind such a target, best first: verified ones before others."""
        bound = [one for one in self.basis if one.binds(kind, day)]
        return tuple(sorted(bound, key=lambda one: one.state is not State.VERIFIED))


_NEVER_TEXTS = frozenset({TargetKind.APP, TargetKind.MINI_PROGRAM})
"""Kinds whose own texts are seen only in them: a text at large is not judged by rules for these alone."""


class _Common(_Entry):
    cues: Mapping[Role, tuple[str, ...]]
    frames: tuple[Frame, ...]
    roles: Mapping[Role, Words]
    classes: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    patterns: Mapping[str, Pattern] = Field(default_factory=dict)

    @field_validator("cues")
    @classmethod
    def _cues(cls, cues: Mapping[Role, tuple[str, ...]]) -> Mapping[Role, tuple[str, ...]]:
        return {role: _checked(words) for role, words in cues.items()}


@dataclass(frozen=True)
class Rules:
    """All rules, ready to be applied. ``version`` changes with every word of them.

    ``players`` are the forms and roles that a cue plays, ``framing`` the frames it raises, ``covering`` the frames
    whose cues are none within it, ``turning`` the frames that end at it, and ``lifting`` those that do not hold beside it. ``acts`` finds acts alone:
    a text without any of them is left at once. ``public`` is the level of what is asked of everybody.
    """

    rules: tuple[Rule, ...]
    frames: tuple[Frame, ...]
    role_words: Mapping[Role, Words]
    version: str
    scanner: Scanner
    players: Mapping[str, frozenset[tuple[str, str, Role]]] = field(repr=False)
    framing: Mapping[str, tuple[Frame, ...]] = field(repr=False)
    covering: Mapping[str, tuple[Frame, ...]] = field(repr=False)
    turning: Mapping[str, tuple[Frame, ...]] = field(repr=False, default_factory=dict)
    lifting: Mapping[str, tuple[Frame, ...]] = field(repr=False, default_factory=dict)
    acts: Scanner = field(repr=False, default_factory=lambda: Scanner(()))
    public: Level = Level.REMINDER


def rules_of(rules: tuple[Rule, ...], common: _Common, version: str, public: Level = Level.REMINDER) -> Rules:
    """Make rules ready to be applied. Raises :class:`ValueError` for a class or pattern that there is not."""
    rules = tuple(_whole(rule, common.patterns) for rule in rules)
    players: defaultdict[str, set[tuple[str, str, Role]]] = defaultdict(set)
    for rule in rules:
        for form in rule.forms:
            for role, cue in _cues_of(form, common):
                players[cue].add((rule.code, form.name, role))
    framing, covering, turning, lifting = (
        _by_cue(common.frames, which) for which in ("cues", "not_in", "until", "lifted")
    )
    classes = common.classes or NO_CLASSES
    acts = [cue for cue, played in players.items() if any(role is Role.ACT for _, _, role in played)]
    return Rules(
        rules,
        common.frames,
        common.roles,
        version,
        Scanner([*players, *framing, *covering, *turning, *lifting], classes),
        {cue: frozenset(found) for cue, found in players.items()},
        framing,
        covering,
        turning,
        lifting,
        Scanner(acts, classes),
        public,
    )


def _by_cue(frames: Iterable[Frame], which: str) -> Mapping[str, tuple[Frame, ...]]:
    found: defaultdict[str, tuple[Frame, ...]] = defaultdict(tuple)
    for frame in frames:
        for cue in getattr(frame, which):
            found[cue] += (frame,)
    return dict(found)


def _whole(rule: Rule, patterns: Mapping[str, Pattern]) -> Rule:
    """A rule whose forms have the combinations of the patterns they are like."""
    forms = []
    for form in rule.forms:
        if form.like and form.like not in patterns:
            raise ValueError(f"{rule.code}.{form.name}: there is no pattern called {form.like!r}")
        alike = patterns[form.like] if form.like else Pattern()
        names = ("finding", "public", "reminder")
        forms.append(form.model_copy(update={one: getattr(form, one) + getattr(alike, one) for one in names}))
    return rule.model_copy(update={"forms": tuple(forms)})


def _cues_of(form: Form, common: _Common) -> Iterator[tuple[Role, str]]:
    for role in Role:
        yield from ((role, cue) for cue in (*common.cues.get(role, ()), *form.cues.get(role, ())))


@cache
def load_rules(home: Path = HOME, office: OfficeWords = NO_OFFICE_WORDS) -> Rules:
    """Read the rules, with an office's own words. Raises :class:`~checks.catalogue.CatalogueError` naming the file."""
    files = {path.name: _read(path) for path in sorted(home.glob("*.toml"))}
    common = _validated(_Common, files.pop(COMMON, {}), home / COMMON)
    rules = tuple(_validated(Rule, files[name], home / name) for name in sorted(files, key=_number))
    whole = b"".join(path.read_bytes() for path in sorted(home.glob("*.toml"))) + office.as_bytes()
    try:
        ours, shared = with_office(rules, common, office)
        return rules_of(ours, shared, hashlib.sha256(whole).hexdigest()[:8], Level(office.public))
    except ValueError as error:
        raise CatalogueError(f"{home}: {error}") from None


def rules_with(forms: Mapping[str, tuple[Form, ...]], home: Path = HOME) -> Rules:
    """The rules that ``forms`` name, with those forms in place of their own, and with all that rules share."""
    whole = load_rules(home)
    common = _validated(_Common, _read(home / COMMON), home / COMMON)
    ours = tuple(rule.model_copy(update={"forms": forms[rule.code]}) for rule in whole.rules if rule.code in forms)
    return rules_of(ours, common, whole.version)


def with_office(rules: tuple[Rule, ...], common: _Common, office: OfficeWords) -> tuple[tuple[Rule, ...], _Common]:
    """The rules with the words that an office added. Raises :class:`ValueError` for a form that there is not."""
    for added in office.words:
        code, _, name = added.form.partition(".")
        if not any(rule.code == code and any(form.name == name for form in rule.forms) for rule in rules):
            raise ValueError(f"there is no form {added.form!r} to add words to")
        role, cues = Role(added.role), _checked(tuple(fold(cue) for cue in added.cues))
        rules = tuple(
            rule.model_copy(update={"forms": tuple(_grown(form, name, role, cues) for form in rule.forms)})
            if rule.code == code
            else rule
            for rule in rules
        )
    if office.harmless:
        words = Words(zh="本单位登记的无关词语", en="the office listed these words as harmless")
        cues = _checked(tuple(fold(cue) for cue in office.harmless))
        own = Frame(name="office", why=words, scope=Scope.SENTENCE, cues=cues)
        common = common.model_copy(update={"frames": (*common.frames, own)})
    return rules, common


def _grown(form: Form, name: str, role: Role, cues: tuple[str, ...]) -> Form:
    if form.name != name:
        return form
    return form.model_copy(update={"cues": {**form.cues, role: (*form.cues.get(role, ()), *cues)}})


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
