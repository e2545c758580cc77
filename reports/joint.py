"""Findings of one target in one sentence, in the form of official bulletins: 未列明网站标识码、公安机关备案标识."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from checks.indicator import Indicator, Joint
from checks.vocabulary import LinkOutcome
from reports import wording
from reports.terms import Language


class Told(Protocol):
    """What a finding must have to be told: a row of the books has it, and a problem of a report."""

    @property
    def url(self) -> str:
        """The address of the thing."""

    @property
    def about(self) -> str:
        """What tells it apart."""

    @property
    def link_outcome(self) -> LinkOutcome | None:
        """What became of asking for it."""

    @property
    def data(self) -> Mapping[str, Any]:
        """The figures it rests on."""


One = TypeVar("One", bound=Told)


@dataclass(frozen=True, slots=True)
class Sentence(Generic[One]):
    """A sentence, and the findings that it tells of."""

    text: str
    findings: tuple[One, ...]


def sentences(entry: Indicator, findings: Sequence[One], year: int, language: Language = "zh") -> list[Sentence[One]]:
    """The findings of one indicator on one target in as few sentences as the catalogue allows, in their order."""
    told: list[Sentence[One]] = []
    done: set[int] = set()
    for number, finding in enumerate(findings):
        if number in done:
            continue
        joint = _joint_of(entry, finding)
        here = [other for other in range(number, len(findings)) if joint and _joint_of(entry, findings[other]) is joint]
        if joint is None or len(here) == 1:
            told.append(Sentence(_alone(entry, finding, year, language), (finding,)))
            continue
        done.update(here)
        together = tuple(findings[other] for other in here)
        told.append(Sentence(_together(joint, together, language), together))
    return told


def _joint_of(entry: Indicator, finding: Told) -> Joint | None:
    case = str(finding.data.get("case", ""))
    return None if "told" in finding.data else next((one for one in entry.joint if case in one.cases), None)


def _alone(entry: Indicator, one: Told, year: int, language: Language) -> str:
    return wording.sentence(
        entry, url=one.url, about=one.about, outcome=one.link_outcome, data=one.data, year=year, language=language
    )


def _together(joint: Joint, findings: Sequence[Told], language: Language) -> str:
    ordered = sorted(findings, key=lambda one: joint.cases.index(str(one.data.get("case", ""))))
    items = list(dict.fromkeys(_item(joint, one, language) for one in ordered))
    pages = max((int(one.data.get("pages", 1) or 1) for one in findings), default=1)
    words: str = getattr(joint.sentence, language)
    told = words.format(items=listed(items, language), pages=pages, url=wording.short_url(ordered[0].url))
    return wording.clean(told, wording.SENTENCE_LENGTH)


def _item(joint: Joint, one: Told, language: Language) -> str:
    named = joint.items.get(str(one.data.get("case", "")))
    if named is not None:
        return str(getattr(named, language))
    return wording.clean(str(one.data.get(joint.item, one.about)), wording.NAME_LENGTH)


def listed(items: Sequence[str], language: Language = "zh") -> str:
    """``甲、乙``, ``甲、乙和丙``: two are set side by side as bulletins do, of more the last one is joined on."""
    if language == "en":
        return " and ".join(filter(None, (", ".join(items[:-1]), items[-1])))
    return "、".join(items) if len(items) < 3 else f"{'、'.join(items[:-1])}和{items[-1]}"
