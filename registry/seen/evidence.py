"""The pictures that findings rest on: entered with the visit that took them, read for whoever shows a finding.

Files are written before their rows, and taken away only after them (:mod:`registry.retention`).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import astuple
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from checks.evidence import Picture
from checks.finding import Finding
from registry.models import Evidence, FindingRow, FindingState
from registry.store.bulk import batches, fetch, insert_missing


async def enter_evidence(
    session: AsyncSession, office_id: int, findings: Iterable[Finding], pictures: Iterable[Picture]
) -> None:
    """Enter for each finding, which is in the books already, those of the pictures that it names."""
    taken = {one.address: one for one in pictures}
    named = {one.fingerprint: [taken[address] for address in one.evidence if address in taken] for one in findings}
    rows: list[dict[str, Any]] = []
    for batch in batches([mark for mark, shown in named.items() if shown]):
        query = select(col(FindingRow.fingerprint), col(FindingRow.id)).where(col(FindingRow.fingerprint).in_(batch))
        for mark, finding_id in await fetch(session, query):
            rows += (_row(office_id, finding_id, picture) for picture in named[mark])
    await insert_missing(session, Evidence, rows, ["finding_id", "sha256"])


async def evidence_of(session: AsyncSession, finding_ids: Collection[int]) -> Mapping[int, list[Evidence]]:
    """The pictures of findings, the newest first; findings without any are left out."""
    found: dict[int, list[Evidence]] = {}
    for batch in batches(sorted(finding_ids)):
        query = select(Evidence).where(col(Evidence.finding_id).in_(batch))
        ordered = query.order_by(col(Evidence.seen_at).desc(), col(Evidence.id))
        for row in await session.exec(ordered):
            found.setdefault(row.finding_id, []).append(row)
    return found


async def named_files(session: AsyncSession) -> set[str]:
    """The files that anything in these books names, by their address; every other may go."""
    addresses = {path.rpartition("/")[2] for (path,) in await fetch(session, select(col(Evidence.path)).distinct())}
    query = select(col(FindingRow.evidence)).where(col(FindingRow.state) == FindingState.OPEN)
    return addresses.union(*(named for (named,) in await fetch(session, query)))


def _row(office_id: int, finding_id: int, picture: Picture) -> dict[str, Any]:
    return {
        "office_id": office_id,
        "finding_id": finding_id,
        "kind": picture.kind,
        "sha256": picture.sha256,
        "path": picture.path,
        "bytes": picture.size,
        "host": picture.host,
        "seen_at": picture.at,
        "caption": picture.caption,
        "box": list(astuple(picture.box)) if picture.box is not None else None,
        "width": picture.width,
    }
