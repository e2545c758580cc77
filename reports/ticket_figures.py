"""整改: what happened to tickets between two instants, counted from their steps.

``carried`` + ``issued`` + ``reissued`` - ``closed`` - ``withdrawn`` = ``standing``, always. A ticket whose problem came
back after 销号 (反复) is with nobody until it is issued again, and counts from then.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from checks.time import shanghai_day
from registry.models import Ticket, TicketMove, TicketState, TicketStep, Unit
from registry.tickets import MOVES
from reports.ticket_documents import is_overdue


@dataclass(frozen=True, slots=True)
class Named:
    """A ticket as a report names it. ``days`` are calendar days since it was due."""

    number: str
    unit: str
    indicator: str
    due: date
    days: int


@dataclass(frozen=True, slots=True)
class TicketFigures:
    """The figures of a period. ``overdue`` are past their day at its end, the longest first; ``waiting`` were answered
    and wait for a re-check; ``untold`` are under way, and no order went to the unit."""

    carried: int = 0
    issued: int = 0
    reissued: int = 0
    answered: int = 0
    closed: int = 0
    returned: int = 0
    withdrawn: int = 0
    standing: int = 0
    waiting: int = 0
    overdue: tuple[Named, ...] = ()
    untold: tuple[Named, ...] = ()

    @property
    def owed(self) -> int:
        """Tickets that were to be closed: what 整改率 is of. False alarms are none."""
        return self.carried + self.issued + self.reissued - self.withdrawn

    @property
    def is_empty(self) -> bool:
        """Whether nothing was under way and nothing happened."""
        return not (self.carried or self.issued or self.reissued or self.standing)


@dataclass(frozen=True, slots=True)
class _Past:
    """One ticket over the period: its state before and at the end, the moves in it, and its last day then."""

    before: TicketState | None
    after: TicketState | None
    moves: tuple[tuple[TicketState | None, TicketMove], ...]
    due: date | None

    @property
    def stands(self) -> bool:
        """Whether it is under way at the end."""
        return self.after is not None and self.after.is_under_way


async def ticket_figures(session: AsyncSession, office_id: int, start: datetime, at: datetime) -> TicketFigures:
    """The figures from ``start`` up to and including ``at``."""
    query = (
        select(Ticket, Unit, TicketStep)
        .join(Unit, col(Unit.id) == Ticket.unit_id)
        .join(TicketStep, col(TicketStep.ticket_id) == Ticket.id)
        .where(Ticket.office_id == office_id, col(TicketStep.at) <= at)
        .order_by(col(Ticket.id), col(TicketStep.id))
    )
    tickets: dict[int | None, tuple[Ticket, Unit, list[TicketStep]]] = {}
    for ticket, unit, step in await session.exec(query):
        tickets.setdefault(ticket.id, (ticket, unit, []))[2].append(step)
    steps = [there for _, _, there in tickets.values()]
    pasts = [(ticket, unit, _past(there, start)) for ticket, unit, there in tickets.values()]
    today = shanghai_day(at)
    return replace(
        count(steps, start),
        overdue=_overdue(pasts, today),
        untold=tuple(
            _named(ticket, unit, past, today)
            for ticket, unit, past in pasts
            if past.stands and ticket.state.is_under_way and not ticket.mail
        ),
    )


def count(histories: Sequence[Sequence[TicketStep]], start: datetime) -> TicketFigures:
    """The counts alone, from the histories of tickets up to the end of the period. Pure."""
    every = [_past(steps, start) for steps in histories]
    return TicketFigures(
        carried=sum(past.before is not None and past.before.is_under_way for past in every),
        issued=_moves(every, TicketMove.ISSUED),
        reissued=_moves(every, TicketMove.REISSUED),
        answered=sum(any(move is TicketMove.ANSWERED for _, move in past.moves) for past in every),
        closed=_moves(every, TicketMove.CLOSED),
        returned=sum(any(move is TicketMove.RETURNED for _, move in past.moves) for past in every),
        withdrawn=_moves(every, TicketMove.WITHDRAWN),
        standing=sum(past.stands for past in every),
        waiting=sum(past.after is TicketState.ANSWERED for past in every),
    )


def _past(steps: Sequence[TicketStep], start: datetime) -> _Past:
    before: TicketState | None = None
    state: TicketState | None = None
    moves: list[tuple[TicketState | None, TicketMove]] = []
    due: date | None = None
    for step in steps:
        if step.at >= start:
            moves.append((state, step.step))
        state = TicketState.ISSUED if step.step is TicketMove.ISSUED else (MOVES[step.step][1] or state)
        if step.at < start:
            before = state
        due = step.due or due
    return _Past(before, state, tuple(moves), due)


def _moves(pasts: Sequence[_Past], wanted: TicketMove) -> int:
    """How often a move was made that put a ticket under way, or took one from there."""
    leaves = wanted in (TicketMove.CLOSED, TicketMove.WITHDRAWN)
    return sum(
        move is wanted and (not leaves or (state is not None and state.is_under_way))
        for past in pasts
        for state, move in past.moves
    )


def _overdue(pasts: Sequence[tuple[Ticket, Unit, _Past]], today: date) -> tuple[Named, ...]:
    late = [
        _named(ticket, unit, past, today)
        for ticket, unit, past in pasts
        if past.after is not None and past.due is not None and is_overdue(ticket, past.after, past.due, today)
    ]
    return tuple(sorted(late, key=lambda one: (-one.days, one.number)))


def _named(ticket: Ticket, unit: Unit, past: _Past, today: date) -> Named:
    due = past.due or ticket.due
    return Named(ticket.number, unit.name, ticket.indicator, due, (today - due).days)
