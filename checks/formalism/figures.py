"""What a finding of formalism rests on, as figures for the sentences of the catalogue."""

import hashlib
from dataclasses import replace
from datetime import date

from checks.finding import Figure
from checks.formalism.audit import Hit
from checks.formalism.phrases import nested, whole
from checks.formalism.rules import Level, Role, RuleBasis, Rules
from checks.vocabulary import TargetKind

MAX_TITLE = 60
_MOST_ROLES, _MOST_FRAMES = 4, 1
"""Phrases that the sentence of a finding gives; what is asked for, binds and is bound comes first."""

_LIKES = frozenset({"interact", "order", "count"})


def mark_of(title: str, quotation: str) -> str:
    """What tells a text apart: the same words under the same title are one thing, wherever they stand."""
    return hashlib.sha256(f"{title}\0{quotation}".encode("utf-8", "replace")).hexdigest()[:16]


def figures(hit: Hit, title: str, rules: Rules, kind: TargetKind, day: date | None) -> dict[str, Figure]:
    """The rule, the words and where they stand, and the text that binds such a target.

    ``why`` tells what the words are for, how it could be said instead, and the text: sentences without the last stop.

    What is doubtful is a case of its own, for the office alone. Likes that an account forces on people are another:
    they may be an official veto (国办秘函〔2019〕19号), which a person decides.
    """
    basis = bases(hit, kind, day)[0].cited
    told: dict[str, Figure] = {
        "rule": hit.rule.code,
        "behaviour": hit.rule.behaviour.zh,
        "behaviour_en": hit.rule.behaviour.en,
        "quotation": hit.quotation,
        "title": title[:MAX_TITLE],
        "why": f"{'，'.join(reasons(_brief(hit), rules))}。建议写法：{hit.better.zh}依据：{basis}",
        "why_en": f"{', '.join(reasons(_brief(hit), rules, english=True))}. Better: {hit.better.en} Basis: {basis}",
        "basis": basis,
        "better": hit.better.zh,
        "remedy": hit.remedy.zh,
    }
    if hit.level is Level.REMINDER:
        return told | {"case": "doubtful"}
    return told | {"case": "likes"} if kind is TargetKind.ACCOUNT and _forces_likes(hit) else told


def bases(hit: Hit, kind: TargetKind | None, day: date | None) -> tuple[RuleBasis, ...]:
    """The texts that bind such a target, best first. One of forced likes alone says nothing of votes and reposts."""
    every = hit.rule.resting_on(kind, day)
    return tuple(one for one in every if not one.of_likes or _forces_likes(hit)) or every


def reasons(hit: Hit, rules: Rules, *, english: bool = False) -> list[str]:
    """What each word of the text plays or says, one phrase for each; a word within another one is not told again."""
    phrases, told = [], ""
    for step in hit.steps:
        shown = whole(step.text, hit.quotation)
        if shown in told:
            continue
        told += f"{shown}\n"
        words = rules.role_words[step.meaning] if isinstance(step.meaning, Role) else step.meaning.why
        phrases.append(f"{words.en} “{nested(shown)}”" if english else f"{words.zh}“{nested(shown)}”")
    return phrases


def _brief(hit: Hit) -> Hit:
    roles = [step for step in hit.steps if isinstance(step.meaning, Role)]
    frames = [step for step in hit.steps if not isinstance(step.meaning, Role)]
    return replace(hit, steps=(*roles[:_MOST_ROLES], *frames[:_MOST_FRAMES]))


def _forces_likes(hit: Hit) -> bool:
    act = next((step.text for step in hit.steps if step.meaning is Role.ACT), "")
    forced = any(step.meaning in (Role.COMPULSION, Role.QUOTA) for step in hit.steps)
    return hit.rule.code == "F3" and hit.form.name in _LIKES and "赞" in act and forced
