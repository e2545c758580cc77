"""Ending a scan from the books: graded once, after everything seen was entered, and tickets told of it."""

from sqlmodel.ext.asyncio.session import AsyncSession

from checks.catalogue import Catalogue
from checks.grading import grade
from checks.vocabulary import Outcome, Severity
from monitor import clock
from monitor.seen import RECHECK, SCAN, scan_look
from registry.database import Database
from registry.findings import list_findings
from registry.following import follow
from registry.models import FindingState, Scan, stored
from registry.scans import TargetGrade, finish_scan, observations_of
from registry.targets import list_targets


async def grade_scan(database: Database, scan: Scan, catalogue: Catalogue, rechecked: str = "") -> bool:
    """Grade what was entered, close the scan and carry what it saw over to the tickets.

    ``rechecked`` is the number of the ticket whose re-check it was. False, and nothing written, while origins are
    still to be visited.
    """
    scan_id = stored(scan.id)
    async with database.read() as session:
        grades = await _grades(session, scan_id, scan.office_id, catalogue)
    async with database.write() as session:
        finished = await finish_scan(session, scan_id, grades, clock.now())
        if finished:
            look = await scan_look(session, scan, RECHECK if rechecked else SCAN)
            await follow(session, scan.office_id, look, rechecked)
        return finished


async def _grades(session: AsyncSession, scan_id: int, office_id: int, catalogue: Catalogue) -> list[TargetGrade]:
    kinds = {entry.target.id: entry.target.kind for entry in await list_targets(session, office_id)}
    outcomes: dict[str, dict[str, Outcome]] = {}
    for seen in await observations_of(session, scan_id):
        outcomes.setdefault(seen.target_id, {})[seen.indicator] = seen.outcome
    confirmed: dict[str, set[str]] = {}
    vetoes: dict[str, set[str]] = {}
    reminders: dict[str, set[str]] = {}
    for row in await list_findings(session, office_id, state=FindingState.OPEN, target_ids=outcomes):
        kept = vetoes if row.severity is Severity.VETO else reminders
        kept.setdefault(row.target_id, set()).add(row.indicator)
        if row.confirmed and kept is vetoes:
            confirmed.setdefault(row.target_id, set()).add(row.indicator)
    grades = []
    for target_id, seen_there in sorted(outcomes.items()):
        light = reminders.get(target_id, set()) - vetoes.get(target_id, set())
        made = grade(kinds[target_id], seen_there, confirmed.get(target_id, ()), catalogue, light)
        grades.append(TargetGrade(target_id, made.verdict, made.vetoes, made.coverage, made.catalogue, made.thresholds))
    return grades
