"""A finding in one sentence, as the terminal shows it."""

from collections.abc import Mapping
from typing import Any, Protocol

from checks.catalogue import load_catalogue
from checks.vocabulary import LinkOutcome
from reports.wording import sentence


class Told(Protocol):
    """What a finding must have to be told: a row of the books has it, and a finding of a result document."""

    @property
    def indicator(self) -> str:
        """Its indicator."""

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


def told(finding: Told, year: int) -> str:
    """The sentence of the catalogue; ``year`` is the one the reader is in."""
    entry = load_catalogue().get(finding.indicator)
    if entry is None:
        return f"{finding.indicator} {finding.about}"
    outcome, data = finding.link_outcome, finding.data
    return sentence(entry, url=finding.url, about=finding.about, outcome=outcome, data=data, year=year)
