"""What was seen on a screen, and the judgement it makes: shown once more before it counts as confirmed."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from checks.evidence import Case, Overlay, Part, Rendered
from checks.finding import Figure, Finding, Judgement, Place, Wanted, fingerprint
from checks.formalism.rules import Level, Rule
from checks.vocabulary import How, Outcome

WHY = "是否再次出现"
MAX_TITLE = 80
_BEHIND = re.compile(r"[_|｜]|\s[-—–]+\s")
_CHANGING = re.compile(r"[\d\s]+")


@dataclass(frozen=True, slots=True)
class Sighting:
    """A part of a screen that a rule concerns: how gravely, in which case of the catalogue, and in what words.

    ``about`` tells it apart from others; ``quotation`` is what stands there. ``figures`` are more of them.
    """

    rule: Rule
    level: Level
    case: str
    about: str
    quotation: str
    part: Overlay | Part
    figures: Mapping[str, Figure] = field(default_factory=dict)


See: TypeAlias = Callable[[Rendered, Case], Iterable[Sighting]]


def mark_of(text: str) -> str:
    """What tells words apart that may stand on many pages. Figures in them change by themselves, and do not count."""
    return hashlib.sha256(_CHANGING.sub("", text).encode("utf-8", "replace")).hexdigest()[:16]


def judged(shown: Rendered, case: Case, see: See) -> Judgement:
    """The judgement of a page that was shown: every sighting a finding, confirmed when a second look has it too.

    A box that a visitor is shown only once is not there at the second look; the next scan comes as a new visitor.
    """
    seen = {one.about: one for one in see(shown, case)}
    again = Wanted(shown.url, How.RENDER_PHONE if shown.phone else How.RENDER, WHY)
    answer = case.answers.get(again)
    anew = {one.about for one in see(answer, case)} if isinstance(answer, Rendered) else set()
    findings = tuple(_finding(shown, case, one, confirmed=about in anew) for about, one in seen.items())
    return Judgement(
        Outcome.FINDING if findings else Outcome.OK,
        findings,
        checked=1,
        cleared=frozenset(about for about in case.open if about not in seen and _stood_here(about, shown, case)),
        wanted=(again,) if findings and answer is None else (),
    )


def _stood_here(about: str, shown: Rendered, case: Case) -> bool:
    """Whether a finding of earlier stood on this page before any other."""
    places = case.history.places.get(fingerprint(case.indicator, case.subject.id, about), ())
    return bool(places) and places[0] in {shown.url, shown.final_url}


def _finding(shown: Rendered, case: Case, one: Sighting, *, confirmed: bool) -> Finding:
    title = _title(shown.page.title) if shown.page is not None else ""
    told: dict[str, Figure] = {
        "case": one.case if one.level is Level.FINDING else f"{one.case}-doubtful",
        "rule": one.rule.code,
        "behaviour": one.rule.behaviour.zh,
        "behaviour_en": one.rule.behaviour.en,
        "quotation": one.quotation,
        "title": title or shown.final_url,
        "path": one.part.path,
        "device": "手机" if shown.phone else "电脑",
        "device_en": "a phone" if shown.phone else "a desk",
    }
    return Finding(
        indicator=case.indicator,
        target=case.subject.id,
        about=one.about,
        severity=case.severity,
        url=shown.final_url,
        places=(Place(shown.final_url, 0, one.quotation, title),),
        places_total=1,
        on_home=_is_home(shown, case),
        confirmed=confirmed,
        data={**told, **one.figures},
        evidence=tuple(filter(None, (one.part.picture,))),
    )


def _title(title: str) -> str:
    """The title of a page without the name of its site behind it."""
    return (_BEHIND.split(title)[0].strip() or title)[:MAX_TITLE]


def _is_home(shown: Rendered, case: Case) -> bool:
    return case.subject.url in {shown.url, shown.final_url}
