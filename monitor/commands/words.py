"""A finding in one sentence, as the terminal shows it."""

from collections.abc import Mapping
from typing import Any, Protocol

from checks.catalogue import Catalogue, Indicator
from checks.vocabulary import LinkOutcome
from registry.decisions.entered import EnteringError
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


def told(finding: Told, year: int, catalogue: Catalogue) -> str:
    """The sentence of the catalogue; ``year`` is the one the reader is in."""
    entry = catalogue.get(finding.indicator)
    if entry is None:
        return f"{finding.indicator} {finding.about}"
    outcome, data = finding.link_outcome, finding.data
    return sentence(entry, url=finding.url, about=finding.about, outcome=outcome, data=data, year=year)


def indicator_named(name: str, catalogue: Catalogue) -> Indicator:
    """The indicator of an id or a title. Raises :class:`EnteringError`."""
    found = [one for one in catalogue.values() if name.strip() in (one.id, one.title.zh)]
    if len(found) == 1:
        return found[0]
    near = "、".join(one.id for one in found)
    raise EnteringError(
        f"“{name[:40]}”对应多项指标：请写编号（{near}）。"
        if found
        else f"没有指标“{name[:40]}”：用 govwatch indicators 查看，写编号或名称。"
    )
