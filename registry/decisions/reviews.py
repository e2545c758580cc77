"""What people make of findings before a paper leaves: 初判 → 待确认 → 确认 / 误报 / 暂缓.

A finding is 初判 until a second look confirms it; only then is a person asked (待确认). A decision belongs to one life
of the finding, so that a relapse is decided anew, with one exception: a 误报 holds until it is withdrawn.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from checks.time import SHANGHAI, shanghai_day
from registry.boundaries import Boundary, will_commit
from registry.decisions.answering import answering
from registry.decisions.ticket_rules import ticket_rules
from registry.decisions.waivers import waived_findings
from registry.errors import TicketError
from registry.models import Decision, FindingRow, FindingState, Review, TargetState, Ticket, TicketState, Unit, stored
from registry.store.bulk import batches
from registry.targets import Entry, list_targets
from registry.tickets import tickets_holding

_AFTER: Mapping[Decision | None, frozenset[Decision]] = {
    None: frozenset({Decision.CONFIRMED, Decision.FALSE_ALARM, Decision.POSTPONED}),
    Decision.POSTPONED: frozenset({Decision.CONFIRMED, Decision.FALSE_ALARM, Decision.POSTPONED}),
    Decision.CONFIRMED: frozenset({Decision.FALSE_ALARM}),
    Decision.FALSE_ALARM: frozenset({Decision.RESTORED}),
}
"""What may be decided where something stands already. None: nothing does (待确认)."""

_VERBS = {
    Decision.CONFIRMED: "确认",
    Decision.FALSE_ALARM: "判为误报",
    Decision.POSTPONED: "暂缓",
    Decision.RESTORED: "撤销误报",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A finding and whom it concerns. ``ticket`` is the newest ticket it was put on, None when it was on none.

    ``unit`` is the one that answers for it: that of the column it lies in, else that of the target.
    """

    finding: FindingRow
    entry: Entry
    ticket: Ticket | None
    unit: Unit

    @property
    def number(self) -> int:
        """By what number people call it."""
        return stored(self.finding.id)

    @property
    def came_back(self) -> str:
        """The number of the closed ticket from which it came back, or an empty string."""
        return self.ticket.number if self.ticket and self.ticket.state is TicketState.RELAPSED else ""


def standing(review: Review | None, relapses: int, today: date) -> Decision | None:
    """What holds of a finding in its present life, by its newest review. None: nothing, it is to be decided."""
    if review is None or review.decision is Decision.RESTORED:
        return None
    if review.decision is Decision.FALSE_ALARM:
        return review.decision
    if review.relapses != relapses or (review.until is not None and review.until <= today):
        return None
    return review.decision


def for_office_alone(data: Mapping[str, Any]) -> bool:
    """Whether a finding is told the office and nobody else: the texts of the rules do not settle it (…-doubtful)."""
    return str(data.get("case", "")).endswith("doubtful")


async def newest_reviews(
    session: AsyncSession, finding_ids: Collection[int], until: datetime | None = None
) -> dict[int, Review]:
    """The newest review of each finding that has one, up to an instant."""
    newest: dict[int, Review] = {}
    for batch in batches(sorted(finding_ids)):
        query = select(Review).where(col(Review.finding_id).in_(batch))
        if until is not None:
            query = query.where(col(Review.at) <= until)
        newest.update({review.finding_id: review for review in await session.exec(query.order_by(col(Review.turn)))})
    return newest


async def without_false_alarms(session: AsyncSession, rows: Sequence[FindingRow], today: date) -> list[FindingRow]:
    """Those findings that no person judged to be a false alarm: what stands is graded, what is set aside is not."""
    reviews = await newest_reviews(session, [stored(row.id) for row in rows])
    return [
        row for row in rows if standing(reviews.get(stored(row.id)), row.relapses, today) is not Decision.FALSE_ALARM
    ]


async def pending(session: AsyncSession, office_id: int, now: datetime) -> list[Asked]:
    """待确认: confirmed findings on watched targets that nobody decided yet, by unit, indicator and target.

    Not those of a severity that the office issues no tickets for, nor those that stand on a ticket under way, nor
    those that an approved appeal or exception lets pass, nor what is doubtful: that is never ordered.
    """
    rules = await ticket_rules(session, office_id)
    confirmed = col(FindingRow.confirmed).is_not(None)
    query = select(FindingRow).where(
        FindingRow.office_id == office_id, FindingRow.state == FindingState.OPEN, confirmed
    )
    rows = [row for row in await session.exec(query) if rules.issues(row.severity) and not for_office_alone(row.data)]
    reviews = await newest_reviews(session, [stored(row.id) for row in rows])
    today = shanghai_day(now)
    rows = [row for row in rows if standing(reviews.get(stored(row.id)), row.relapses, today) is None]
    waived = await waived_findings(session, rows, today)
    rows = [row for row in rows if stored(row.id) not in waived]
    return [
        one for one in await _asked(session, office_id, rows) if not one.ticket or not one.ticket.state.is_under_way
    ]


async def set_aside(session: AsyncSession, office_id: int, now: datetime) -> list[tuple[Asked, Review]]:
    """误报 and 暂缓 that hold: findings that are not asked for, with the decision that holds, as :func:`pending`."""
    query = select(Review.finding_id).where(Review.office_id == office_id).distinct()
    reviews = await newest_reviews(session, list(await session.exec(query)))
    rows = [row for row in await _rows(session, office_id, reviews) if _is_aside(row, reviews, shanghai_day(now))]
    return [(one, reviews[one.number]) for one in await _asked(session, office_id, rows)]


async def the_finding(session: AsyncSession, office_id: int, number: int) -> Asked:
    """The finding people call by that number, whatever was decided on it. Raises :class:`TicketError`."""
    found = await _asked(session, office_id, await _rows(session, office_id, [number]))
    if not found:
        raise TicketError(f"没有第{number}号问题，或其对象已暂停监测、注销：用 govwatch tickets pending 查看编号。")
    return found[0]


async def _rows(session: AsyncSession, office_id: int, numbers: Collection[int]) -> list[FindingRow]:
    rows: list[FindingRow] = []
    for batch in batches(sorted(numbers)):
        query = select(FindingRow).where(FindingRow.office_id == office_id, col(FindingRow.id).in_(batch))
        rows.extend(await session.exec(query))
    return rows


def _is_aside(row: FindingRow, reviews: Mapping[int, Review], today: date) -> bool:
    stands = standing(reviews[stored(row.id)], row.relapses, today)
    return stands is Decision.FALSE_ALARM or (stands is Decision.POSTPONED and row.state is FindingState.OPEN)


async def _asked(session: AsyncSession, office_id: int, rows: Sequence[FindingRow]) -> list[Asked]:
    """Findings on watched targets with whom they concern, in the order of papers."""
    entries = await list_targets(session, office_id, states={TargetState.ACTIVE})
    places = {entry.target.id: place for place, entry in enumerate(entries)}
    units = {entry.unit.id: place for place, entry in reversed(list(enumerate(entries)))}
    holding = await tickets_holding(session, [stored(row.id) for row in rows])
    answers = await answering(session, office_id)
    asked = [
        Asked(row, entry, holding.get(stored(row.id)), answers.unit_of(row, entry.unit))
        for row in rows
        if row.target_id in places
        for entry in [entries[places[row.target_id]]]
    ]

    def order(one: Asked) -> tuple[int, int, str, int, str]:
        row, unit = one.finding, stored(one.unit.id)
        return (units.get(unit, len(entries)), unit, row.indicator, places[row.target_id], row.about)

    return sorted(asked, key=order)


async def decide(
    session: AsyncSession,
    finding: FindingRow,
    decision: Decision,
    by: str,
    now: datetime,
    *,
    reason: str = "",
    until: date | None = None,
) -> None:
    """Enter a decision. Raises :class:`TicketError` where it may not be made, or another was made first."""
    finding_id = stored(finding.id)
    review = (await newest_reviews(session, [finding_id])).get(finding_id)
    stands = standing(review, finding.relapses, shanghai_day(now))
    _require_decidable(finding, decision, review, stands)
    if until is not None and until <= shanghai_day(now):
        raise TicketError(f"暂缓要到以后的某一天：{until}已经过了或就是今天。")
    session.add(
        Review(
            office_id=finding.office_id,
            finding_id=finding_id,
            turn=review.turn + 1 if review else 1,
            relapses=finding.relapses,
            decision=decision,
            by=by,
            reason=reason,
            at=now,
            until=until,
        )
    )
    try:
        await session.flush()
    except IntegrityError:
        raise TicketError(f"第{finding_id}号问题刚刚由别人处理，本次没有写入：请重新查看待确认清单。") from None
    will_commit(session, Boundary.TICKET_REVIEW_BEFORE, Boundary.TICKET_REVIEW_AFTER)


async def postpone(
    session: AsyncSession, finding: FindingRow, until: date, by: str, now: datetime, *, reason: str = ""
) -> None:
    """暂缓: not asked for again before ``until``, a day in Shanghai. Raises :class:`TicketError`."""
    require_free(finding, (await tickets_holding(session, [stored(finding.id)])).get(stored(finding.id)))
    await decide(session, finding, Decision.POSTPONED, by, now, reason=reason, until=until)


def require_free(finding: FindingRow, ticket: Ticket | None) -> None:
    """Raise :class:`TicketError` when the newest ticket of a finding is with a unit: it is decided already."""
    if ticket is not None and ticket.state.is_under_way:
        by = f"已由{ticket.issued_by}于{_when(ticket.issued)}交办"
        raise TicketError(f"第{finding.id}号问题{by}（{ticket.number}），正在整改。")


async def restore(session: AsyncSession, finding: FindingRow, by: str, now: datetime, *, reason: str = "") -> None:
    """撤销误报: it was none, and is asked for again. Raises :class:`TicketError`."""
    await decide(session, finding, Decision.RESTORED, by, now, reason=reason)


def _require_decidable(finding: FindingRow, decision: Decision, review: Review | None, stands: Decision | None) -> None:
    which = f"第{finding.id}号问题"
    verb = _VERBS[decision]
    if decision not in _AFTER[stands]:
        if stands is None or review is None:
            raise TicketError(f"{which}没有判为误报，无需{verb}。")
        raise TicketError(f"{which}已由{review.by}于{_when(review.at)}{_VERBS[stands]}，不能再{verb}。")
    if decision is Decision.RESTORED:
        return
    if finding.state is FindingState.RESOLVED:
        raise TicketError(f"{which}复查时已经改好，无需{verb}。")
    if finding.confirmed is None:
        raise TicketError(f"{which}还没有经第二次核查，不能{verb}：再次扫描看到同样情况后才列入待确认。")


def _when(instant: datetime) -> str:
    local = instant.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日{local:%H:%M}"
