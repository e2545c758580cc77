"""Grading a scan from the books: once, after everything seen was entered."""

from sqlmodel.ext.asyncio.session import AsyncSession

from checks.catalogue import Catalogue
from checks.grading import grade
from checks.vocabulary import Outcome
from monitor import clock
from registry.database import Database
from registry.findings import list_findings
from registry.models import FindingState, Scan, stored
from registry.scans import TargetGrade, finish_scan, observations_of
from registry.targets import list_targets


async def grade_scan(database: Database, scan: Scan, catalogue: Catalogue) -> bool:
    """Grade what was entered and close the scan. False, and nothing written, while origins are still to be visited."""
    scan_id = stored(scan.id)
    async with database.read() as session:
        grades = await _grades(session, scan_id, scan.office_id, catalogue)
    async with database.write() as session:
        return await finish_scan(session, scan_id, grades, clock.now())


async def _grades(session: AsyncSession, scan_id: int, office_id: int, catalogue: Catalogue) -> list[TargetGrade]:
    kinds = {entry.target.id: entry.target.kind for entry in await list_targets(session, office_id)}
    outcomes: dict[str, dict[str, Outcome]] = {}
    for seen in await observations_of(session, scan_id):
        outcomes.setdefault(seen.target_id, {})[seen.indicator] = seen.outcome
    confirmed: dict[str, set[str]] = {}
    for row in await list_findings(session, office_id, state=FindingState.OPEN, target_ids=outcomes):
        if row.confirmed:
            confirmed.setdefault(row.target_id, set()).add(row.indicator)
    grades = []
    for target_id, seen_there in sorted(outcomes.items()):
        made = grade(kinds[target_id], seen_there, confirmed.get(target_id, ()), catalogue)
        grades.append(TargetGrade(target_id, made.verdict, made.vetoes, made.coverage, made.catalogue, made.thresholds))
    return grades
