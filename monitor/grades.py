"""Ending a scan from the books: graded once, after everything seen was entered, and tickets told of it."""

from dataclasses import replace
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from checks.catalogue import Catalogue
from checks.grading import grade
from checks.health import health
from checks.scoring import Found
from checks.time import shanghai_day
from checks.vocabulary import Outcome, Severity, TargetKind
from monitor import clock, scores
from monitor.seen import RECHECK, SCAN, scan_look
from registry.database import Database
from registry.decisions import waivers
from registry.decisions.following import follow
from registry.decisions.reviews import without_false_alarms
from registry.decisions.waivers import waived_findings
from registry.models import FindingRow, FindingState, Scan, stored
from registry.scans import TargetGrade, finish_scan, observations_of
from registry.seen.findings import list_findings
from registry.targets import list_targets


async def grade_scan(database: Database, scan: Scan, catalogue: Catalogue, rechecked: str = "") -> bool:
    """Grade what was entered, close the scan and carry what it saw over to the tickets.

    ``rechecked`` is the number of the ticket whose re-check it was. False, and nothing written, while origins are
    still to be visited.
    """
    scan_id = stored(scan.id)
    async with database.read() as session:
        grades = await _grades(session, scan_id, scan.office_id, catalogue, scan.as_of)
    async with database.write() as session:
        finished = await finish_scan(session, scan_id, grades, clock.now())
        if finished:
            look = await scan_look(session, scan, RECHECK if rechecked else SCAN)
            await follow(session, scan.office_id, look, rechecked)
        return finished


async def _grades(
    session: AsyncSession, scan_id: int, office_id: int, catalogue: Catalogue, as_of: datetime
) -> list[TargetGrade]:
    kinds = {entry.target.id: entry.target.kind for entry in await list_targets(session, office_id)}
    outcomes: dict[str, dict[str, Outcome]] = {}
    for seen in await observations_of(session, scan_id):
        outcomes.setdefault(seen.target_id, {})[seen.indicator] = seen.outcome
    found: dict[str, list[FindingRow]] = {target_id: [] for target_id in outcomes}
    rows = await list_findings(session, office_id, state=FindingState.OPEN, target_ids=outcomes)
    day = shanghai_day(as_of)
    true = await without_false_alarms(session, rows, day)
    waived = await waived_findings(session, true, day)
    for row in true:
        if row.id not in waived:
            found[row.target_id].append(row)
    kept = {row.id for there in found.values() for row in there}
    aside: dict[str, set[str]] = {target_id: set() for target_id in outcomes}
    for row in rows:
        if row.id not in kept:
            aside[row.target_id].add(row.indicator)
    return [
        replace(
            _graded(
                target_id, kinds[target_id], outcomes[target_id], found[target_id], aside[target_id], catalogue, day
            ),
            waived=waivers.as_data((row for row in true if row.target_id == target_id), waived),
        )
        for target_id in sorted(outcomes)
    ]


def _graded(
    target_id: str,
    kind: TargetKind,
    outcomes: dict[str, Outcome],
    found: list[FindingRow],
    aside: set[str],
    catalogue: Catalogue,
    day: date,
) -> TargetGrade:
    vetoes = {row.indicator for row in found if row.severity is Severity.VETO}
    confirmed = {row.indicator for row in found if row.severity is Severity.VETO and row.confirmed}
    light = {row.indicator for row in found} - vetoes
    entered = {
        row.indicator: Outcome.FINDING for row in found if row.indicator in catalogue.manual_vetoes_of(kind, day)
    }
    gone = aside - {row.indicator for row in found}
    cleared = {name: Outcome.OK for name in gone if outcomes.get(name) is Outcome.FINDING}
    scored = [
        Found(row.indicator, row.about, str(row.data.get("class", "")))
        for row in found
        if row.confirmed and row.severity is Severity.DEDUCT
    ]
    made = grade(kind, outcomes | cleared | entered, confirmed, catalogue, light, scored, day)
    letter = health(made.verdict, (row.severity for row in found if row.confirmed), catalogue)
    return TargetGrade(
        target_id, made.verdict, made.vetoes, made.coverage, made.catalogue, made.thresholds, letter,
        score=scores.as_data(made.score),
    )  # fmt: skip
