"""The result document of a scan (``govwatch scan --json``), composed from the books.

Instants are ISO 8601 in UTC, with ``Z``. The order is fixed: targets by the register, findings by indicator and about.
A document lists the findings that its scan saw; it is complete while no later scan has seen them again.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from checks.vocabulary import LinkOutcome, Outcome, Reason, Severity, TargetKind, Verdict
from registry.errors import BooksError
from registry.models import FindingRow, FindingState, Observation, Scan, Tally
from registry.scans import observations_of, tallies_of, visits_of
from registry.targets import Entry, list_targets

SCHEMA: Literal["govwatch/scan-result/1"] = "govwatch/scan-result/1"


def _sound(value: object) -> object:
    """Text without lone surrogates, which no JSON document can hold."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


Count = Annotated[int, Field(ge=0)]
Text = Annotated[str, BeforeValidator(_sound)]
Figure = Text | int | float | bool | None


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, serialize_by_alias=True, validate_by_name=True)


class WaivedResult(_Part):
    """A finding that an approved appeal (申诉) or exception (例外) lets pass, with the paper and its last day."""

    finding: int
    indicator: Text
    about: Text
    kind: Text
    number: Text
    until: date


class Grade(_Part):
    """The verdict on a target. ``qualified``: no veto was seen by machine. ``coverage`` is a share from 0 to 1."""

    verdict: Verdict
    vetoes: list[str] = Field(description="Indicators with a veto that a second look confirmed.")
    score: float | None = Field(description="The official points of a portal; null where some are not verified.")
    reference: float | None = Field(
        default=None, description="Points for reference, with those not verified (未核实); no official score."
    )
    waived: list[WaivedResult] = Field(
        default_factory=list, description="What approved appeals and exceptions let pass; not graded."
    )
    coverage: float = Field(ge=0, le=1, description="Share of the machine-judged vetoes that were judged.")
    health: str = Field(
        default="",
        description="The product's own grade, A to F (健康等级（参考）), no official one; empty when unknown.",
    )


class Counts(_Part):
    """What was looked at: pages read, distinct links asked for, links that do not open."""

    pages: Count
    links: Count
    broken: Count


class IndicatorResult(_Part):
    """The outcome of one indicator on a target; ``reason`` where it is unknown, not applicable or incomplete."""

    indicator: str
    outcome: Outcome
    reason: Reason | None
    checked: Count = Field(description="Things looked at.")
    unseen: Count = Field(description="Things that could not be seen.")


class PlaceResult(_Part):
    """Where something stands: the page, the line in its source (0 when unknown), the text there."""

    url: Text
    line: Count
    text: Text
    title: Text = Field(default="", description="The title of the page, where it is known.")


class FindingResult(_Part):
    """One thing that the owner repairs once."""

    indicator: Text
    severity: Severity
    about: Text = Field(description="Tells findings of one indicator apart: a link, a column, host:port.")
    url: Text
    link_outcome: LinkOutcome | None
    places: list[PlaceResult] = Field(description="At most 20 of places_total.")
    places_total: Count
    on_home: bool
    confirmed: bool = Field(description="A second look saw the same.")
    data: dict[Text, Figure] = Field(description="The figures that the finding rests on.")
    fingerprint: Text = Field(description="SHA-256 (hex) of indicator, target id and about.")


class TargetResult(_Part):
    """What one scan saw of one target."""

    id: Text
    kind: TargetKind
    name: Text
    unit: Text
    url: Text
    grade: Grade
    counts: Counts
    results: list[IndicatorResult]
    findings: list[FindingResult]


class ScanResult(_Part):
    """The result document. ``finished`` is null while the scan still runs."""

    schema_: Literal["govwatch/scan-result/1"] = Field(default=SCHEMA, alias="schema")
    tool: str
    catalogue: str
    as_of: datetime = Field(description="The instant that was judged by, UTC.")
    started: datetime = Field(description="UTC")
    finished: datetime | None = Field(description="UTC")
    targets: list[TargetResult]

    def to_json(self) -> bytes:
        """The document as UTF-8, indented, ending with a newline. It may have megabytes, and is made once."""
        return _DOCUMENT.dump_json(self, by_alias=True, indent=2) + b"\n"


_DOCUMENT = TypeAdapter(ScanResult)


def schema_json() -> str:
    """The JSON Schema of the result document, as text with sorted keys."""
    schema = ScanResult.model_json_schema(by_alias=True, mode="serialization")
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


async def compose_result(session: AsyncSession, scan_id: int) -> ScanResult:
    """The result document of a scan. Raises :class:`BooksError` when there is no such scan."""
    scan = await session.get(Scan, scan_id)
    if scan is None:
        raise BooksError(f"台账中没有编号为{scan_id}的扫描：请先运行 govwatch scan。")
    visited = {target for visit in await visits_of(session, scan_id) for target in visit.target_ids}
    entries = [entry for entry in await list_targets(session, scan.office_id) if entry.target.id in visited]
    tallies = {tally.target_id: tally for tally in await tallies_of(session, scan_id)}
    observed: defaultdict[str, list[Observation]] = defaultdict(list)
    for observation in await observations_of(session, scan_id):
        observed[observation.target_id].append(observation)
    found = await _findings(session, scan_id)
    return ScanResult(
        tool=scan.tool,
        catalogue=scan.catalogue,
        as_of=scan.as_of,
        started=scan.started,
        finished=scan.finished,
        targets=[
            _target(entry, tallies.get(entry.target.id), observed[entry.target.id], found[entry.target.id])
            for entry in sorted(entries, key=_order)
        ],
    )


def _order(entry: Entry) -> tuple[int, str]:
    return entry.target.position, entry.target.id


async def _findings(session: AsyncSession, scan_id: int) -> defaultdict[str, list[FindingRow]]:
    rows = await session.exec(
        select(FindingRow).where(col(FindingRow.last_scan_id) == scan_id, col(FindingRow.state) == FindingState.OPEN)
    )
    found: defaultdict[str, list[FindingRow]] = defaultdict(list)
    for row in rows:
        found[row.target_id].append(row)
    return found


def _target(
    entry: Entry, tally: Tally | None, observed: Sequence[Observation], found: Sequence[FindingRow]
) -> TargetResult:
    target = entry.target
    tally = tally or Tally(scan_id=0, target_id=target.id)
    points = tally.score or {}
    return TargetResult(
        id=target.id,
        kind=target.kind,
        name=target.name,
        unit=entry.unit.name,
        url=target.url,
        grade=Grade(
            verdict=tally.verdict,
            vetoes=sorted(tally.vetoes),
            score=points["verified"] if points.get("official") else None,
            reference=points.get("reference") if not points.get("official") else None,
            waived=[WaivedResult(**one) for one in tally.waived],
            coverage=tally.coverage,
            health=tally.health,
        ),
        counts=Counts(pages=tally.pages, links=tally.links, broken=tally.broken),
        results=[_result(one) for one in sorted(observed, key=lambda one: one.indicator)],
        findings=[_finding(one) for one in sorted(found, key=lambda one: (one.indicator, one.about))],
    )


def _result(row: Observation) -> IndicatorResult:
    return IndicatorResult(
        indicator=row.indicator, outcome=row.outcome, reason=row.reason, checked=row.checked, unseen=row.unseen
    )


def _finding(row: FindingRow) -> FindingResult:
    return FindingResult(
        indicator=row.indicator,
        severity=row.severity,
        about=row.about,
        url=row.url,
        link_outcome=row.link_outcome,
        places=[
            PlaceResult(url=url, line=line, text=text, title="".join(title)) for url, line, text, *title in row.places
        ],
        places_total=row.places_total,
        on_home=row.on_home,
        confirmed=row.confirmed is not None,
        data=row.data,
        fingerprint=row.fingerprint,
    )
