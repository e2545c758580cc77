"""What a check says: places, findings, faults and the judgement that carries them.

One finding is one thing that an owner repairs once. It is data: words are made from it in the reports.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TypeAlias

from checks.vocabulary import How, LinkOutcome, Outcome, Reason, Severity

MAX_PLACES = 20
"""Places kept with a finding; ``places_total`` counts them all."""

Figure: TypeAlias = str | int | float | bool | None
Figures: TypeAlias = Mapping[str, Figure]


def _no_figures() -> Figures:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a page, the line in its source (1-based, 0 when unknown) and the text there.

    ``title`` is that of the page, empty when it has none or was not read.
    """

    url: str
    line: int = 0
    text: str = ""
    title: str = ""


def fingerprint(indicator: str, target: str, about: str) -> str:
    """Identity of a finding over time: SHA-256 (hex) of indicator, target id and about."""
    return hashlib.sha256("\0".join((indicator, target, about)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with one target, with the figures and places it rests on.

    ``about`` tells findings of one indicator apart: the final normalised URL of a link, the URL of a column, the item
    of a footer, ``host:port`` of a certificate. ``confirmed`` is true when a second look saw the same.
    """

    indicator: str
    target: str
    about: str
    severity: Severity
    url: str
    link_outcome: LinkOutcome | None = None
    places: tuple[Place, ...] = ()
    places_total: int = 0
    on_home: bool = False
    confirmed: bool = False
    data: Figures = field(default_factory=_no_figures)
    evidence: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """What tells this finding apart over time."""
        return fingerprint(self.indicator, self.target, self.about)


@dataclass(frozen=True, slots=True)
class Fault:
    """What a *page* check found on one page. Faults with the same ``about`` are gathered into one finding.

    Without an ``about`` the page itself is the thing to repair, and its URL tells it apart.
    """

    place: Place
    about: str = ""
    data: Figures = field(default_factory=_no_figures)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something a reading or a check needs seen before it can judge. The monitor fulfils it within a budget."""

    url: str
    how: How
    why: str


@dataclass(frozen=True, slots=True)
class Measure:
    """How one thing stands against its limit, be it right or wrong: what a report warns by before the limit.

    ``about`` tells it apart as in a finding; ``name`` is what people call it. For freshness ``newest`` is the day of
    the last update and ``due`` the last day that still counts as updated; ``data`` holds the other figures.
    """

    about: str
    name: str
    url: str = ""
    newest: date | None = None
    due: date | None = None
    data: Figures = field(default_factory=_no_figures)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a check made of one target.

    ``checked`` and ``unseen`` count the things looked at and those that could not be seen. ``cleared`` names the
    ``about`` of earlier findings that were now seen to be right: only these resolve. ``measures`` say how near things
    are to their limits.
    """

    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    reason: Reason | None = None
    checked: int = 0
    unseen: int = 0
    cleared: frozenset[str] = frozenset()
    wanted: tuple[Wanted, ...] = ()
    measures: tuple[Measure, ...] = ()


def unknown(reason: Reason, *, unseen: int = 1, wanted: tuple[Wanted, ...] = ()) -> Judgement:
    """Could not see. Never graded, never an accusation."""
    return Judgement(Outcome.UNKNOWN, reason=reason, unseen=unseen, wanted=wanted)


def not_applicable(reason: Reason = Reason.NO_SUCH_THING) -> Judgement:
    """The indicator does not concern this target."""
    return Judgement(Outcome.NOT_APPLICABLE, reason=reason)
