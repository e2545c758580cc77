"""The document of ``govwatch simulate --json``. Days are in Asia/Shanghai, instants ISO 8601 in UTC."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from checks.catalogue import Catalogue, State
from checks.vocabulary import Reason, Severity, TargetKind, Verdict
from registry.models import WaiverKind
from reports.simulation import Row, RowState, Simulation
from reports.simulation_margins import margin_of
from reports.simulation_words import fastest, reach

SCHEMA: Literal["govwatch/simulation/1"] = "govwatch/simulation/1"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, serialize_by_alias=True, validate_by_name=True)


class Limit(_Part):
    """How near one thing is to its limit."""

    about: str
    name: str
    newest: date | None
    due: date | None = Field(description="The last day that still counts as updated.")
    figures: dict[str, Any]


class Proof(_Part):
    """A finding that the row rests on."""

    number: int | None
    about: str
    url: str
    first_seen: datetime
    confirmed: datetime | None
    figures: dict[str, Any]


class Passed(_Part):
    """A finding that an approved appeal (申诉) or exception (例外) lets pass."""

    number: int | None
    about: str
    kind: WaiverKind
    paper: str = Field(description="The number of the paper that approved it.")
    until: date


class RowDocument(_Part):
    """One row of the check."""

    indicator: str
    title: str
    rule: str
    severity: Severity
    basis: str
    basis_state: State
    state: RowState
    reason: Reason | None
    left: int | None = Field(description="Days, failures or columns to the limit; negative: past it.")
    margin: str
    limits: list[Limit]
    findings: list[Proof]
    set_aside: list[int | None] = Field(description="Findings judged to be false alarms, not counted.")
    waived: list[Passed] = Field(description="Findings that an approved appeal or exception lets pass, not counted.")
    remedy: str


class ScoreDocument(_Part):
    """The points of a portal. ``reference`` holds unverified points and is no official score unless ``official``."""

    verified: float
    reference: float
    official: bool
    coverage: float


class SimulationDocument(_Part):
    """The check of one target on a day."""

    id: str
    name: str
    unit: str
    kind: TargetKind
    verdict: Verdict
    foretold: bool = Field(description="The day lies after the newest look.")
    looked: datetime | None
    coverage: float = Field(ge=0, le=1)
    score: ScoreDocument | None
    machine: str
    fastest: str
    rows: list[RowDocument]


class SimulationsDocument(_Part):
    """What the check would say on a day."""

    schema_: Literal["govwatch/simulation/1"] = Field(default=SCHEMA, alias="schema")
    catalogue: str
    day: date
    targets: list[SimulationDocument]


def simulation_schema() -> str:
    """The JSON Schema of the document, as text with sorted keys."""
    schema = SimulationsDocument.model_json_schema(by_alias=True, mode="serialization")
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def document(simulations: Sequence[Simulation], day: date, catalogue: Catalogue) -> SimulationsDocument:
    """The document of simulations."""
    return SimulationsDocument(
        catalogue=catalogue.version, day=day, targets=[_target(one, catalogue) for one in simulations]
    )


def _target(one: Simulation, catalogue: Catalogue) -> SimulationDocument:
    target, score = one.target.target, one.grade.score
    return SimulationDocument(
        id=target.id,
        name=target.name,
        unit=one.target.unit.name,
        kind=target.kind,
        verdict=one.grade.verdict,
        foretold=one.is_foretold,
        looked=one.looked,
        coverage=one.grade.coverage,
        score=None
        if score is None
        else ScoreDocument(
            verified=float(score.verified),
            reference=float(score.reference),
            official=score.is_official,
            coverage=score.coverage,
        ),
        machine=reach(one, catalogue).strip(),
        fastest=fastest(one).strip(),
        rows=[_row(row, one.day) for row in one.rows],
    )


def _row(row: Row, day: date) -> RowDocument:
    entry = row.entry
    return RowDocument(
        indicator=entry.id,
        title=entry.title.zh,
        rule=entry.rule.zh,
        severity=entry.severity,
        basis=" ".join(filter(None, (entry.basis.document, entry.basis.clause))),
        basis_state=entry.basis.state,
        state=row.state,
        reason=row.reason,
        left=row.left,
        margin=margin_of(row, day),
        limits=[
            Limit(about=one.about, name=one.name, newest=one.newest, due=one.due, figures=one.data)
            for one in row.measures
        ],
        findings=[
            Proof(
                number=one.id,
                about=one.about,
                url=one.url,
                first_seen=one.first_seen,
                confirmed=one.confirmed,
                figures=one.data,
            )
            for one in row.findings
        ],
        set_aside=[one.id for one in row.set_aside],
        waived=[
            Passed(number=one.id, about=one.about, kind=waiver.kind, paper=waiver.number, until=waiver.until)
            for one, waiver in row.waived
        ],
        remedy=entry.remedy.zh,
    )
