"""What the official check would say of a target on a day, row by row: the books and the catalogue put together.

A day after the newest look is foretold: things that were updated in time are taken to stay as they are, so that the row
says what comes of it when nothing is published until then.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from checks.catalogue import Catalogue, Indicator
from checks.grading import Grade, grade
from checks.scoring import Found
from checks.time import days_between, shanghai_day
from checks.vocabulary import Outcome, Reason, Severity
from registry.decisions.reviews import newest_reviews, standing
from registry.decisions.waivers import waived_findings
from registry.models import Decision, FindingRow, MeasureRow, Observation, Scan, ScanState, Tally, Waiver, stored
from registry.seen.findings import open_at
from registry.seen.measures import measures_at
from registry.targets import Entry

COLUMNS, COLUMN = "site.columns-stale", "site.column-stale"


class RowState(StrEnum):
    """How a row of the check stands."""

    VETO = "veto"
    FORETOLD = "foretold"  # would be a veto on that day, when nothing is published until then
    SUSPECTED = "suspected"  # seen once, a second look is still to come
    FOUND = "found"  # something less than a veto
    CLEAR = "clear"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"
    PERSON = "person"  # read for by a person, nothing entered


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the check. ``left`` is the days (or failures, or columns) to the limit, None where nothing tells.

    ``set_aside`` are false alarms, ``waived`` what an approved appeal or exception lets pass: neither is counted.
    """

    entry: Indicator
    state: RowState
    reason: Reason | None
    findings: tuple[FindingRow, ...]
    measures: tuple[MeasureRow, ...]
    set_aside: tuple[FindingRow, ...]
    left: int | None
    waived: tuple[tuple[FindingRow, Waiver], ...] = ()


@dataclass(frozen=True, slots=True)
class Simulation:
    """The whole check of one target on a day. ``looked`` is the newest look it rests on, None when there was none."""

    target: Entry
    day: date
    looked: datetime | None
    rows: tuple[Row, ...]
    grade: Grade

    @property
    def is_foretold(self) -> bool:
        """Whether the day lies after the newest look."""
        return self.looked is not None and shanghai_day(self.looked) < self.day

    @property
    def next_limit(self) -> Row | None:
        """The clear row whose limit is nearest: what would change a good verdict first."""
        near = [row for row in self.rows if row.entry.severity is Severity.VETO and row.state is RowState.CLEAR]
        dated = [row for row in near if row.left is not None and any(one.due for one in row.measures)]
        return min(dated, key=lambda row: row.left or 0, default=None)


@dataclass(frozen=True, slots=True)
class _Books:
    """What the books hold of one target at an instant."""

    seen: Mapping[str, Observation]
    open: Mapping[str, Sequence[FindingRow]]
    aside: Mapping[str, Sequence[FindingRow]]
    waived: Mapping[str, Sequence[tuple[FindingRow, Waiver]]]
    measures: Mapping[str, Sequence[MeasureRow]]


async def simulations(
    session: AsyncSession, office_id: int, entries: Sequence[Entry], as_of: datetime, catalogue: Catalogue
) -> list[Simulation]:
    """The check of each target as of an instant."""
    ids = [entry.target.id for entry in entries]
    looks = await _looks(session, office_id, ids, as_of)
    found = [row for row in await open_at(session, office_id, as_of) if row.target_id in set(ids)]
    reviews = await newest_reviews(session, [stored(row.id) for row in found], as_of)
    day = shanghai_day(as_of)

    def is_aside(row: FindingRow) -> bool:
        return standing(reviews.get(stored(row.id)), row.relapses, day) is Decision.FALSE_ALARM

    true = [row for row in found if not is_aside(row)]
    waived = await waived_findings(session, true, day)
    measures = await measures_at(session, office_id, as_of, ids)
    simulated = []
    for entry in entries:
        here = [row for row in true if row.target_id == entry.target.id]
        scan, seen = looks.get(entry.target.id, (None, {}))
        books = _Books(
            seen,
            _by_indicator([row for row in here if stored(row.id) not in waived]),
            _by_indicator([row for row in found if row.target_id == entry.target.id and is_aside(row)]),
            _let_pass(here, waived),
            _measured([row for row in measures if row.target_id == entry.target.id]),
        )
        simulated.append(_simulated(entry, day, scan.as_of if scan else None, books, catalogue))
    return simulated


async def _looks(
    session: AsyncSession, office_id: int, ids: Collection[str], as_of: datetime
) -> dict[str, tuple[Scan, dict[str, Observation]]]:
    """The newest finished look at each target, with its outcomes by indicator."""
    query = (
        select(Tally.target_id, Scan)
        .join(Scan, col(Scan.id) == col(Tally.scan_id))
        .where(Scan.office_id == office_id, Scan.state == ScanState.FINISHED, col(Scan.as_of) <= as_of)
        .order_by(col(Scan.as_of), col(Scan.id))
    )
    wanted = set(ids)
    newest = {target_id: scan for target_id, scan in await session.exec(query) if target_id in wanted}
    seen: dict[str, tuple[Scan, dict[str, Observation]]] = {one: (scan, {}) for one, scan in newest.items()}
    scans = {stored(scan.id) for scan in newest.values()}
    for row in await session.exec(select(Observation).where(col(Observation.scan_id).in_(scans))):
        if row.target_id in newest and newest[row.target_id].id == row.scan_id:
            seen[row.target_id][1][row.indicator] = row
    return seen


def _by_indicator(rows: Sequence[FindingRow]) -> dict[str, list[FindingRow]]:
    found: dict[str, list[FindingRow]] = {}
    for row in rows:
        found.setdefault(row.indicator, []).append(row)
    return found


def _let_pass(rows: Sequence[FindingRow], waived: Mapping[int, Waiver]) -> dict[str, list[tuple[FindingRow, Waiver]]]:
    found: dict[str, list[tuple[FindingRow, Waiver]]] = {}
    for row in rows:
        if (waiver := waived.get(stored(row.id))) is not None:
            found.setdefault(row.indicator, []).append((row, waiver))
    return found


def _measured(rows: Sequence[MeasureRow]) -> dict[str, list[MeasureRow]]:
    found: dict[str, list[MeasureRow]] = {}
    for row in rows:
        found.setdefault(row.indicator, []).append(row)
    return found


def _simulated(entry: Entry, day: date, looked: datetime | None, books: _Books, catalogue: Catalogue) -> Simulation:
    kind = entry.target.kind
    is_later = looked is not None and shanghai_day(looked) < day
    rows = tuple(
        _row(one, day, books, is_later=is_later)
        for one in sorted(catalogue.values(), key=_order)
        if kind in one.applies_to and one.is_in_force(day) and one.severity in (Severity.VETO, Severity.DEDUCT)
    )
    return Simulation(entry, day, looked, rows, _graded(entry, rows, catalogue, day))


def _order(one: Indicator) -> tuple[int, bool, str]:
    return (list(Severity).index(one.severity), one.manual is not None, one.id)


def _row(one: Indicator, day: date, books: _Books, *, is_later: bool) -> Row:
    findings, aside = tuple(books.open.get(one.id, ())), tuple(books.aside.get(one.id, ()))
    waived = tuple(books.waived.get(one.id, ()))
    measures = tuple(sorted(books.measures.get(one.id, ()), key=lambda row: (row.due is None, row.due, row.about)))
    seen = books.seen.get(one.id)
    state = _state(one, seen, findings, gone=bool(aside or waived))
    left = _left(measures, day)
    if is_later and state is RowState.CLEAR and one.severity is Severity.VETO:
        ends = _columns_late(one, day, books) if one.id == COLUMNS else left is not None and left < 0
        state = RowState.FORETOLD if ends else state
    return Row(one, state, seen.reason if seen else None, findings, measures, aside, left, waived)


def _state(one: Indicator, seen: Observation | None, findings: Sequence[FindingRow], *, gone: bool) -> RowState:
    """How a row stands. ``gone``: something was found, and is not counted."""
    vetoes = [row for row in findings if row.severity is Severity.VETO]
    if vetoes:
        return RowState.VETO if any(row.confirmed for row in vetoes) else RowState.SUSPECTED
    if one.manual is not None:
        return RowState.PERSON
    if findings:
        return RowState.FOUND
    if seen is None or (seen.outcome is Outcome.UNKNOWN):
        return RowState.UNKNOWN
    if seen.outcome is Outcome.NOT_APPLICABLE:
        return RowState.NOT_APPLICABLE
    return RowState.CLEAR if seen.outcome is Outcome.OK or gone else RowState.FOUND


def _left(measures: Sequence[MeasureRow], day: date) -> int | None:
    """What is left to the limit: days on that day for what has a last day, else as it was counted."""
    dated = [days_between(day, row.due) for row in measures if row.due is not None]
    counted = [int(row.data["left"]) for row in measures if row.due is None and "left" in row.data]
    return min(dated or counted, default=None)


def _columns_late(one: Indicator, day: date, books: _Books) -> bool:
    """Whether so many approved columns are late on that day, when nothing is published, that it is a veto."""
    late = [row for row in books.measures.get(COLUMN, ()) if row.data.get("approved") and row.due and row.due < day]
    news = [row for row in late if row.data.get("counts")]
    return len(news) >= one.thresholds["count"] or len(late) >= one.thresholds["overdue"]


def _graded(entry: Entry, rows: Sequence[Row], catalogue: Catalogue, day: date) -> Grade:
    outcomes = {row.entry.id: outcome for row in rows if (outcome := _OUTCOMES.get(row.state)) is not None}
    confirmed = [row.entry.id for row in rows if row.state in (RowState.VETO, RowState.FORETOLD)]
    light = [row.entry.id for row in rows if row.state is RowState.FOUND and row.entry.severity is Severity.VETO]
    found = [
        Found(finding.indicator, finding.about, str(finding.data.get("class", "")))
        for row in rows
        for finding in row.findings
        if finding.confirmed and finding.severity is Severity.DEDUCT
    ]
    return grade(entry.target.kind, outcomes, confirmed, catalogue, light, found, day)


_OUTCOMES = {
    RowState.VETO: Outcome.FINDING,
    RowState.FORETOLD: Outcome.FINDING,
    RowState.SUSPECTED: Outcome.FINDING,
    RowState.FOUND: Outcome.FINDING,
    RowState.CLEAR: Outcome.OK,
    RowState.UNKNOWN: Outcome.UNKNOWN,
    RowState.NOT_APPLICABLE: Outcome.NOT_APPLICABLE,
}
