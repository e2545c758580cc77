"""What people ask the monitor to do: asked by a row, taken by one, answered in the row."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries import Boundary, will_commit
from registry.models import Request, RequestState


async def ask(
    session: AsyncSession,
    office_id: int,
    what: str,
    *,
    target_id: str | None = None,
    arguments: Mapping[str, Any] | None = None,
    asked_by: str = "",
    now: datetime,
) -> Request:
    """Ask the monitor for something."""
    request = Request(
        office_id=office_id,
        what=what,
        target_id=target_id,
        arguments=dict(arguments or {}),
        asked_by=asked_by,
        asked=now,
    )
    session.add(request)
    await session.flush()
    will_commit(session, Boundary.REQUEST_ASK_BEFORE, Boundary.REQUEST_ASK_AFTER)
    return request


async def take(session: AsyncSession, office_id: int, what: str) -> Request | None:
    """Take the oldest request for ``what`` that nobody has taken, or None."""
    query = select(Request).where(
        Request.office_id == office_id, Request.what == what, Request.state == RequestState.ASKED
    )
    request = (
        await session.exec(query.order_by(col(Request.asked), col(Request.id)).limit(1).with_for_update())
    ).first()
    if request is not None:
        request.state = RequestState.TAKEN
        await session.flush()
        will_commit(session, Boundary.REQUEST_TAKE_BEFORE, Boundary.REQUEST_TAKE_AFTER)
    return request


async def report_progress(session: AsyncSession, request_id: int, progress: str) -> bool:
    """Say how far a taken request is. False when it is not under way."""
    return await _change(session, request_id, progress=progress)


async def finish(
    session: AsyncSession, request_id: int, now: datetime, *, progress: str = "", refused: bool = False
) -> bool:
    """Answer a taken request: done, or refused with the reason in ``progress``. False when it is not under way."""
    state = RequestState.REFUSED if refused else RequestState.DONE
    done = await _change(session, request_id, state=state, progress=progress, finished=now)
    if done:
        will_commit(session, Boundary.REQUEST_FINISH_BEFORE, Boundary.REQUEST_FINISH_AFTER)
    return done


async def _change(session: AsyncSession, request_id: int, **values: Any) -> bool:
    taken = update(Request).where(col(Request.id) == request_id, col(Request.state) == RequestState.TAKEN)
    return bool((await session.exec(taken.values(**values))).rowcount)
