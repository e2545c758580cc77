"""The audit of a text: ``audit(text, load_rules())``.

>>> from checks.formalism.audit import audit
>>> from checks.formalism.rules import load_rules
>>> [hit.rule.code for hit in audit("全体干部职工必须关注“云溪发布”微信公众号，关注率纳入考核。", load_rules())]
['F1']
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from checks.formalism.decision import Decision, Reading, Step
from checks.formalism.rules import Form, Level, Rule, Rules
from checks.formalism.sentences import fold, quotation
from checks.vocabulary import TargetKind

MAX_TEXT = 120_000
"""Characters of a text that are read; what stands behind them is left out."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence that a rule concerns: what it amounts to, its words, and every step that led there.

    ``quotation`` is the sentence, at most 120 characters of it. ``level`` is silent only in :func:`examine`.
    """

    rule: Rule
    form: Form
    level: Level
    quotation: str
    steps: tuple[Step, ...]


def audit(text: str, rules: Rules, day: date | None = None, kind: TargetKind | None = None) -> tuple[Hit, ...]:
    """The findings and reminders in a text, in its order.

    Rules not in force on ``day``, or that do not bind targets of that kind, are left out.
    """
    return tuple(hit for hit in examine(text, rules, day, kind) if hit.level is not Level.SILENT)


def examine(text: str, rules: Rules, day: date | None = None, kind: TargetKind | None = None) -> tuple[Hit, ...]:
    """As :func:`audit`, and with the sentences that are left in peace, so that it can be told why.

    A sentence is told once for each rule, and only by the gravest level that it comes to.
    """
    shown = text[:MAX_TEXT]
    reading = Reading(fold(shown), rules, shown)
    if not reading:
        return ()
    sentences: dict[int, list[Decision]] = {}
    for decision in reading.decisions([rule for rule in rules.rules if rule.applies(kind, day)]):
        sentences.setdefault(decision.sentence.start, []).append(decision)
    return tuple(
        Hit(one.rule, one.form, one.level, quotation(shown, one.sentence, one.start, one.end), one.steps)
        for decided in sentences.values()
        for one in _told(decided)
    )


def gravest(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """The most telling hit of each rule in a text. Where anything is a finding, reminders are left out."""
    chosen: dict[str, Hit] = {}
    for hit in sorted(hits, key=_rank):
        chosen.setdefault(hit.rule.code, hit)
    worst = min((_rank(hit)[0] for hit in chosen.values()), default=0)
    return tuple(hit for hit in chosen.values() if _rank(hit)[0] == worst)


def _rank(one: Hit | Decision) -> tuple[int, int]:
    """Gravest first, then as the forms of the rule stand: the most telling first."""
    return list(Level).index(one.level), one.rule.forms.index(one.form)


def _told(decided: list[Decision]) -> Iterable[Decision]:
    """One decision of each rule for a sentence, and only those of the gravest level."""
    chosen: dict[str, Decision] = {}
    for one in sorted(decided, key=_rank):
        chosen.setdefault(one.rule.code, one)
    worst = min(_rank(one)[0] for one in chosen.values())
    return [one for one in chosen.values() if _rank(one)[0] == worst]
