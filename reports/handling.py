"""处理: where each finding stands with people. It waits for one, is on a ticket, or was set aside."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from checks.time import shanghai_day
from registry.decisions.reviews import newest_reviews, standing
from registry.decisions.waivers import waived_numbers
from registry.models import Decision, TicketState, Waiver
from registry.tickets import tickets_holding
from reports.problems import Problem


@dataclass(frozen=True, slots=True)
class Handling:
    """What was made of a finding. ``decision`` holds, until ``until`` where that is set; ``ticket`` is its newest.

    ``waiver`` is the approved appeal or exception (申诉、例外) that lets it pass.
    """

    decision: Decision | None
    until: date | None
    ticket: str
    state: TicketState | None
    due: date | None
    waiver: Waiver | None = None

    @property
    def is_set_aside(self) -> bool:
        """Whether it is not graded: a false alarm, or let pass by an approved paper."""
        return self.waiver is not None or self.decision is Decision.FALSE_ALARM


async def handling_of(session: AsyncSession, problems: Collection[Problem], now: datetime) -> Mapping[int, Handling]:
    """How these findings are handled when the report is made, by their numbers."""
    numbers = {one.number for one in problems}
    reviews = await newest_reviews(session, numbers, until=now)
    holding = await tickets_holding(session, numbers)
    today = shanghai_day(now)
    waived = await waived_numbers(session, numbers, today)
    found = {}
    for one in problems:
        review, ticket = reviews.get(one.number), holding.get(one.number)
        decision = standing(review, one.relapses, today)
        found[one.number] = Handling(
            decision=decision,
            until=review.until if review and decision is Decision.POSTPONED else None,
            ticket=ticket.number if ticket else "",
            state=ticket.state if ticket else None,
            due=ticket.due if ticket else None,
            waiver=waived.get(one.number),
        )
    return found
