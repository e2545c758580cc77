"""What a finding of formalism rests on, as figures for the sentences of the catalogue."""

import hashlib
from collections.abc import Iterable
from datetime import date

from checks.finding import Figure
from checks.formalism.audit import Hit
from checks.formalism.decision import Step
from checks.formalism.rules import Level, Role, Rules
from checks.vocabulary import TargetKind

MAX_TITLE = 80
_MAX_STEP = 30
_LIKES = frozenset({"interact", "order", "count"})


def mark_of(title: str, quotation: str) -> str:
    """What tells a text apart: the same words under the same title are one thing, wherever they stand."""
    return hashlib.sha256(f"{title}\0{quotation}".encode("utf-8", "replace")).hexdigest()[:16]


def figures(hit: Hit, title: str, rules: Rules, kind: TargetKind, day: date | None) -> dict[str, Figure]:
    """The rule, the words and where they stand, why, and the text that binds such a target.

    What is doubtful is a case of its own, for the office alone. Likes that an account forces on people are another:
    they may be an official veto (国办秘函〔2019〕19号), which a person decides.
    """
    basis = hit.rule.resting_on(kind, day)[0]
    told: dict[str, Figure] = {
        "rule": hit.rule.code,
        "behaviour": hit.rule.behaviour.zh,
        "behaviour_en": hit.rule.behaviour.en,
        "quotation": hit.quotation,
        "title": title[:MAX_TITLE],
        "why": "，".join(reasons(hit.steps, rules)),
        "why_en": ", ".join(reasons(hit.steps, rules, english=True)),
        "basis": "，".join(filter(None, (basis.document, basis.clause))) or basis.note,
    }
    if hit.level is Level.REMINDER:
        return told | {"case": "doubtful"}
    return told | {"case": "likes"} if kind is TargetKind.ACCOUNT and _forces_likes(hit) else told


def reasons(steps: Iterable[Step], rules: Rules, *, english: bool = False) -> list[str]:
    """What each word of the text plays or says, one phrase for each; a word within another one is not told again."""
    phrases, told = [], ""
    for step in steps:
        shown = _whole(step.text)
        if shown in told:
            continue
        told += f"{shown}\n"
        words = rules.role_words[step.meaning] if isinstance(step.meaning, Role) else step.meaning.why
        phrases.append(f"{words.en} “{shown}”" if english else f"{words.zh}“{shown}”")
    return phrases


def _whole(text: str) -> str:
    """Words without half a pair of quotation marks, and not too many of them."""
    for opening, closing in ("“”", "「」", "《》", "（）", "()"):
        if text.count(opening) != text.count(closing):
            text = text.replace(opening, "").replace(closing, "")
    return text if len(text) <= _MAX_STEP else f"{text[: _MAX_STEP - 1]}…"


def _forces_likes(hit: Hit) -> bool:
    act = next((step.text for step in hit.steps if step.meaning is Role.ACT), "")
    forced = any(step.meaning in (Role.COMPULSION, Role.QUOTA) for step in hit.steps)
    return hit.rule.code == "F3" and hit.form.name in _LIKES and "赞" in act and forced
