"""Asking the monitor to look at a ticket again: rows of ``request``, at most one under way for each ticket."""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries import Boundary, will_commit
from registry.models import Request, RequestState, Ticket
from registry.requests import ask

RECHECK = "recheck"
"""What is asked for. The argument ``ticket`` is the number of the ticket."""

_OPEN = (RequestState.ASKED, RequestState.TAKEN)


async def ask_recheck(session: AsyncSession, ticket: Ticket, by: str, now: datetime) -> None:
    """Ask for a re-check of a ticket, unless one is asked for already."""
    if not await _open(session, ticket.office_id, ticket.number):
        await ask(session, ticket.office_id, RECHECK, arguments={"ticket": ticket.number}, asked_by=by, now=now)


async def take_rechecks(session: AsyncSession, ticket: Ticket) -> None:
    """Take every open request to re-check a ticket, also one that a program took and died over."""
    requests = await _open(session, ticket.office_id, ticket.number)
    for request in requests:
        request.state = RequestState.TAKEN
    await session.flush()
    if requests:
        will_commit(session, Boundary.REQUEST_TAKE_BEFORE, Boundary.REQUEST_TAKE_AFTER)


async def answer_rechecks(
    session: AsyncSession, ticket: Ticket, said: str, now: datetime, *, refused: bool = False
) -> None:
    """Answer every open request to re-check a ticket: done, or refused, with what is to be said."""
    requests = await _open(session, ticket.office_id, ticket.number)
    for request in requests:
        request.state = RequestState.REFUSED if refused else RequestState.DONE
        request.progress = said
        request.finished = now
    await session.flush()
    if requests:
        will_commit(session, Boundary.REQUEST_FINISH_BEFORE, Boundary.REQUEST_FINISH_AFTER)


async def asked_rechecks(session: AsyncSession, office_id: int) -> list[str]:
    """The numbers of the tickets for which a re-check is asked, oldest request first, each once."""
    return list(dict.fromkeys(str(request.arguments["ticket"]) for request in await _open(session, office_id)))


async def _open(session: AsyncSession, office_id: int, number: str = "") -> list[Request]:
    query = select(Request).where(
        Request.office_id == office_id, Request.what == RECHECK, col(Request.state).in_(_OPEN)
    )
    found = await session.exec(query.order_by(col(Request.asked), col(Request.id)))
    return [request for request in found if number in {"", request.arguments["ticket"]}]
