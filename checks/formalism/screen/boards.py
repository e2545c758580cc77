"""Boards to vote on and rankings of units and people (关于防治“指尖上的形式主义”的若干意见: F1, F2, F3, F10).

A vote that is left to everybody is doubtful: the rules found do not settle it. With a follow before it, daily votes or
a call to bring others along it is a finding. A ranking is a finding where those who are ranked are under orders.
"""

from collections.abc import Iterator

from checks.check import check
from checks.evidence import Case, Part, PartKind, Rendered
from checks.finding import Figure, Judgement
from checks.formalism.audit import audit, gravest
from checks.formalism.rules import Level, load_rules
from checks.formalism.screen.sighting import Sighting, judged
from checks.formalism.screen.words import frames_in, load_screen, rules_for
from checks.time import shanghai_day

_VOTE = "F3"
_SHOWN = 3  # rows that are named
_MAX_NAME = 20
_MAX_QUOTATION = 120


@check("site.vote-board")
def boards(shown: Rendered, case: Case) -> Judgement:
    """Candidates with counts and buttons; units or people in the order of check-ins, points, follows or likes."""
    return judged(shown, case, _seen)


def _seen(shown: Rendered, case: Case) -> Iterator[Sighting]:
    for part in shown.parts:
        if part.kind is PartKind.BOARD:
            yield from _board(shown, part, case)
        elif part.kind is PartKind.RANKING:
            yield from _ranking(shown, part, case)


def _board(shown: Rendered, part: Part, case: Case) -> Iterator[Sighting]:
    words, heading, rules = load_screen().board, f"{_title(shown)}\n{part.title}", load_rules(office=case.words)
    if part.total < case.thresholds["rows"]:
        return
    if frames_in(heading, rules) & words.heading or frames_in(part.text, rules) & words.around:
        return
    hits = gravest(audit(part.text, rules, shanghai_day(case.as_of), case.subject.kind))
    pressing = sorted(
        (hit for hit in hits if hit.level is Level.FINDING), key=lambda hit: hit.rule.code != _VOTE
    )  # what is said of votes before what else is wrong there
    rule = pressing[0].rule if pressing else next(one for one in rules.rules if one.code == _VOTE)
    level = Level.FINDING if pressing else Level.REMINDER
    button = part.buttons[0] if part.buttons else ""
    rows = [" ".join(row[1:]).removesuffix(button).strip() for row in part.rows]
    figures: dict[str, Figure] = {
        "total": part.total,
        "button": button,
        "first": "；".join(_short(row) for row in rows[:_SHOWN]),
    }
    quotation = pressing[0].quotation if pressing else f"{part.title} {_short(rows[0])}".strip()
    yield Sighting(rule, level, "board", f"{shown.final_url} board", quotation[:_MAX_QUOTATION], part, figures)


def _ranking(shown: Rendered, part: Part, case: Case) -> Iterator[Sighting]:
    words = load_screen().ranking
    head, rows = part.rows[0], part.rows[1:]
    line = " ".join((part.title, *head)) if head else f"{part.title} {rows[0][-1]}"
    if len(rows) < case.thresholds["rows"]:
        return
    if any(one in f"{_title(shown)} {part.text} {line}" for one in words.unlike):
        return
    hits = audit(line, rules_for("ranking", case.words), shanghai_day(case.as_of), case.subject.kind)
    for hit in hits[:1]:
        sure = hit.level is Level.FINDING and _are_staff(part) and not any(one in line for one in words.doubtful)
        level = Level.FINDING if sure else Level.REMINDER
        figures: dict[str, Figure] = {
            "heading": part.title or _title(shown),
            "head": f"（表头：{'、'.join(head)}）" if head else "",
            "head_en": f" ({', '.join(head)})" if head else "",
            "total": part.total,
            "first": "；".join(_short(" ".join(row)) for row in rows[:_SHOWN]),
        }
        about = f"{shown.final_url} ranking {hit.rule.code}"
        yield Sighting(hit.rule, level, "ranking", about, line.strip()[:_MAX_QUOTATION], part, figures)


def _are_staff(part: Part) -> bool:
    """Whether units or people under orders are ranked, by the head of a column or by most of the names."""
    words, head, rows = load_screen().ranking, part.rows[0], part.rows[1:]
    if any(one in cell for cell in head for one in words.staff):
        return True
    named = sum(any(word.endswith(words.names) for cell in row[1:] for word in cell.split()) for row in rows)
    return named * 2 > len(rows)


def _title(shown: Rendered) -> str:
    return shown.page.title if shown.page is not None else ""


def _short(text: str) -> str:
    return text if len(text) <= 2 * _MAX_NAME else f"{text[: 2 * _MAX_NAME]}…"
