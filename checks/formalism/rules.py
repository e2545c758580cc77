"""The rules of the audit, read from TOML and made ready: one file a rule, and ``common.toml`` for what they share."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from checks.catalogue import CatalogueError, Words
from checks.cueplaces import Places
from checks.cues import NO_CLASSES, Scanner
from checks.evidence.office import NO_OFFICE_WORDS, OfficeWords
from checks.formalism.basis import RuleBasis
from checks.formalism.meanings import FormKey, Meaning, Plan, by_cue, meanings_of, numbers_of, plans_of
from checks.formalism.model import (
    Combination,
    Common,
    Form,
    Frame,
    Level,
    Pattern,
    Role,
    Rule,
    Scope,
    checked,
)
from checks.formalism.sentences import fold

__all__ = [
    "Combination", "Form", "Frame", "Level", "Pattern", "Role", "Rule", "RuleBasis", "Rules", "Scope", "load_rules",
    "rules_of", "rules_with", "with_office",
]  # fmt: skip

HOME = Path(__file__).parent / "rules"
COMMON = "common.toml"

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Rules:
    """All rules, ready to be applied. ``version`` changes with every word of them.

    ``scanner`` finds every cue, ``acts`` acts alone (a text without any of them is left at once), and ``whole`` what
    frames over a whole text need. ``meanings`` tells what a cue is for; ``framing`` are the frames it raises,
    ``covering`` those whose cues are none within it. ``plans`` are the forms of the rules by their number in
    ``numbers``. ``public`` is the level of what is asked of everybody.
    """

    rules: tuple[Rule, ...]
    frames: tuple[Frame, ...]
    role_words: Mapping[Role, Words]
    version: str
    scanner: Scanner
    acts: Scanner = field(repr=False)
    whole: Scanner = field(repr=False)
    meanings: Mapping[str, Meaning] = field(repr=False)
    framing: Mapping[str, tuple[Frame, ...]] = field(repr=False)
    covering: Mapping[str, tuple[Frame, ...]] = field(repr=False)
    numbers: Mapping[FormKey, int] = field(repr=False)
    public: Level = Level.REMINDER
    plans: Mapping[int, tuple[Plan, ...]] = field(init=False, repr=False)
    _plans_at: dict[int, tuple[Plan, ...]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "plans", plans_of(self.rules, self.numbers, self.public))

    def plans_at(self, number: int) -> tuple[Plan, ...]:
        """The forms of which an act may stand where ``acts`` finds the word of that number."""
        found = self._plans_at.get(number)
        if found is None:
            forms = {form for cue in self.acts.cues_of(number) for form in self.meanings[cue].acting}
            found = tuple(plan for form in sorted(forms) for plan in self.plans.get(form, ()))
            self._plans_at[number] = found
        return found


def rules_of(
    rules: tuple[Rule, ...], common: Common, version: str, public: Level = Level.REMINDER, *, faint: bool = False
) -> Rules:
    """Make rules ready to be applied, with what is ``faint`` or without.

    Raises :class:`ValueError` for a class or pattern that there is not.
    """
    rules = tuple(_whole(rule, common.patterns, faint=faint) for rule in rules)
    numbers, classes = numbers_of(rules), common.classes or NO_CLASSES
    meanings = meanings_of(rules, common, numbers)
    over_all = [frame for frame in common.frames if frame.scope is Scope.TEXT]
    places = Places(classes)
    return Rules(
        rules,
        common.frames,
        common.roles,
        version,
        scanner=Scanner(meanings, classes, places=places),
        acts=Scanner([cue for cue, meaning in meanings.items() if meaning.acting], classes, places=places),
        whole=Scanner([cue for frame in over_all for cue in (*frame.cues, *frame.not_in)], classes, places=places),
        meanings=meanings,
        framing=by_cue(common.frames, "cues"),
        covering=by_cue(common.frames, "not_in"),
        numbers=numbers,
        public=public,
    )


def _whole(rule: Rule, patterns: Mapping[str, Pattern], *, faint: bool) -> Rule:
    """A rule whose forms have the combinations of the patterns they are like. Forms that have none are left out."""
    forms = []
    for form in rule.forms:
        if form.like and form.like not in patterns:
            raise ValueError(f"{rule.code}.{form.name}: there is no pattern called {form.like!r}")
        alike = patterns[form.like] if form.like else Pattern()
        names = ("finding", "public", "reminder", "plain", "faint")
        combined = {one: getattr(alike, one) + getattr(form, one) for one in names}
        forms.append(form.model_copy(update=combined if faint else combined | {"faint": ()}))
    told = tuple(one for one in forms if any(getattr(one, name) for name in names))
    return rule.model_copy(update={"forms": told})


@cache
def load_rules(home: Path = HOME, office: OfficeWords = NO_OFFICE_WORDS) -> Rules:
    """Read the rules, with an office's own words. Raises :class:`~checks.catalogue.CatalogueError` naming the file."""
    files = {path.name: _read(path) for path in sorted(home.glob("*.toml"))}
    common = _validated(Common, files.pop(COMMON, {}), home / COMMON)
    rules = tuple(_validated(Rule, files[name], home / name) for name in sorted(files, key=_number))
    whole = b"".join(path.read_bytes() for path in sorted(home.glob("*.toml"))) + office.as_bytes()
    try:
        ours, shared = with_office(rules, common, office)
        return rules_of(ours, shared, hashlib.sha256(whole).hexdigest()[:8], Level(office.public), faint=_faint(office))
    except ValueError as error:
        raise CatalogueError(f"{home}: {error}") from None


def rules_with(forms: Mapping[str, tuple[Form, ...]], office: OfficeWords = NO_OFFICE_WORDS) -> Rules:
    """The rules that ``forms`` name, with those forms in place of their own, and with all that rules share.

    Of an office's own words those that are harmless count here too.
    """
    whole = load_rules(office=office)
    common = _validated(Common, _read(HOME / COMMON), HOME / COMMON)
    ours = tuple(rule.model_copy(update={"forms": forms[rule.code]}) for rule in whole.rules if rule.code in forms)
    ours, common = with_office(ours, common, replace(office, words=()))
    return rules_of(ours, common, whole.version, whole.public, faint=_faint(office))


def _faint(office: OfficeWords) -> bool:
    return office.faint == "reminder"


def with_office(rules: tuple[Rule, ...], common: Common, office: OfficeWords) -> tuple[tuple[Rule, ...], Common]:
    """The rules with the words that an office added. Raises :class:`ValueError` for a form that there is not."""
    for added in office.words:
        code, _, name = added.form.partition(".")
        if not any(rule.code == code and any(form.name == name for form in rule.forms) for rule in rules):
            raise ValueError(f"there is no form {added.form!r} to add words to")
        role, cues = Role(added.role), checked(tuple(fold(cue) for cue in added.cues))
        rules = tuple(
            rule.model_copy(update={"forms": tuple(_grown(form, name, role, cues) for form in rule.forms)})
            if rule.code == code
            else rule
            for rule in rules
        )
    if office.harmless:
        words = Words(zh="本单位登记的无关词语", en="the office listed these words as harmless")
        cues = checked(tuple(fold(cue) for cue in office.harmless))
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
