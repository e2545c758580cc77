"""What a check is handed beside its evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import TypeAlias

from checks.evidence.network import Probe, Response
from checks.evidence.office import NO_OFFICE_WORDS, OfficeWords
from checks.evidence.pages import Page
from checks.evidence.rendered import Rendered
from checks.evidence.subject import Subject
from checks.evidence.targets import AccountFacts
from checks.finding import Wanted
from checks.vocabulary import Reason, Severity


@dataclass(frozen=True, slots=True)
class History:
    """What the books know of a target's past.

    ``open`` are the abouts of open findings, by indicator; ``places`` the page URLs of those findings, by fingerprint.
    ``home_links`` says since when links of its own stand on the home page, the earliest since it is watched.
    ``first_read`` says when pages that lists lead to were first read, by address; what is not in it was never read.
    ``maintenance`` are announced spans in which the site may be closed.
    """

    open: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    places: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    first_seen: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    home_links: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    first_read: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    probes: tuple[Probe, ...] = ()
    maintenance: tuple[tuple[datetime, datetime], ...] = ()

    def in_maintenance(self, instant: datetime) -> bool:
        """Whether an announced maintenance was under way."""
        return any(start <= instant < end for start, end in self.maintenance)


NO_HISTORY = History()

Answer: TypeAlias = Page | Response | Rendered | AccountFacts | Reason


@dataclass(frozen=True, slots=True)
class Case:
    """The case to judge: whose it is, as of when, by which thresholds, and what is known beside the evidence.

    ``indicator``, ``severity`` and ``thresholds`` are those of the catalogue entry. ``answers`` hold what the monitor
    brought for the wants of an earlier round. ``words`` are those of the office.
    """

    subject: Subject
    as_of: datetime
    thresholds: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    history: History = NO_HISTORY
    answers: Mapping[Wanted, Answer] = field(default_factory=lambda: MappingProxyType({}))
    indicator: str = ""
    severity: Severity = Severity.ADVICE
    words: OfficeWords = NO_OFFICE_WORDS

    @property
    def open(self) -> frozenset[str]:
        """The abouts of this indicator's open findings on this target."""
        return self.history.open.get(self.indicator, frozenset())
