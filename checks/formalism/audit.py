"""The audit of a text: ``audit(text, load_rules())``.

>>> from checks.formalism.audit import audit
>>> from checks.formalism.rules import load_rules
>>> [hit.rule.code for hit in audit("全体干部职工必须关注“云溪发布”微信公众号，关注率纳入考核。", load_rules())]
['F1']
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from checks.catalogue import Words
from checks.formalism.decision import Decision, Reading, Step
from checks.formalism.rules import Form, Level, Rule, Rules
from checks.formalism.sentences import fold, quotation
from checks.formalism.sought import Every, Gravest, Sought
from checks.vocabulary import TargetKind

MAX_TEXT = 120_000
"""Characters of a text that are read; what stands behind them is left out."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence that a rule concerns: what it amounts to, its words, and every step that led there.

    ``quotation`` is the sentence, at most 120 characters of it. ``level`` is silent only in :func:`examine`. ``rank``
    orders hits, gravest first, then as the forms of the rule stand: the most telling first.
    """

    rule: Rule
    form: Form
    level: Level
    quotation: str
    steps: tuple[Step, ...]
    rank: tuple[int, int]

    @property
    def remedy(self) -> Words:
        """What to do: as the form says, else as the rule does."""
        return self.form.remedy or self.rule.remedy

    @property
    def better(self) -> Words:
        """How it could be said instead."""
        return self.form.better or self.rule.better


def audit(text: str, rules: Rules, day: date | None = None, kind: TargetKind | None = None) -> tuple[Hit, ...]:
    """The findings and reminders in a text, in its order.

    Rules not in force on ``day``, or that do not bind targets of that kind, are left out.
    """
    return _hits(text, rules, day, kind, Every(silent=False))


def examine(text: str, rules: Rules, day: date | None = None, kind: TargetKind | None = None) -> tuple[Hit, ...]:
    """As :func:`audit`, and with the sentences that are left in peace, so that it can be told why.

    A sentence is told once for each rule, and only by the gravest level that it comes to.
    """
    return _hits(text, rules, day, kind, Every())


def audit_gravest(text: str, rules: Rules, day: date | None = None, kind: TargetKind | None = None) -> tuple[Hit, ...]:
    """What :func:`gravest` leaves of an audit, without looking for what it leaves out."""
    return gravest(_hits(text, rules, day, kind, Gravest()))


def _hits(text: str, rules: Rules, day: date | None, kind: TargetKind | None, sought: Sought) -> tuple[Hit, ...]:
    shown = text[:MAX_TEXT]
    reading = Reading(fold(shown), rules, sought)
    if not reading:
        return ()
    sentences: dict[int, list[Decision]] = {}
    for decision in reading.decisions(lambda rule: rule.applies(kind, day)):
        sentences.setdefault(decision.sentence.start, []).append(decision)
    return tuple(_hit(one, shown) for decided in sentences.values() for one in _gravest(decided))


def _hit(one: Decision, shown: str) -> Hit:
    words = quotation(shown, one.sentence, one.start, one.end)
    level = Level.REMINDER if one.level is Level.FAINT else one.level
    return Hit(one.rule, one.form, level, words, one.steps(shown), one.rank)


def gravest(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """The most telling hit of each rule in a text. Where anything is a finding, reminders are left out."""
    return tuple(_gravest(hits))


Ranked = TypeVar("Ranked", Hit, Decision)


def _gravest(found: Iterable[Ranked]) -> list[Ranked]:
    chosen: dict[str, Ranked] = {}
    for one in sorted(found, key=lambda one: one.rank):
        chosen.setdefault(one.rule.code, one)
    worst = min((one.rank[0] for one in chosen.values()), default=0)
    return [one for one in chosen.values() if one.rank[0] == worst]
