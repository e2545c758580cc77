"""Who looks at an origin now, so that programs side by side do not look twice.

The token of a lease rises with every taking and is carried by every write of what was seen: a look that was too slow
and lost its lease cannot enter anything over the look that followed it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries import Boundary, will_commit
from registry.errors import StaleToken
from registry.models import Lease
from registry.store.bulk import insert_missing


def _still_there(_holder: str) -> bool:
    return False


async def take_lease(
    session: AsyncSession,
    origin_id: int,
    holder: str,
    now: datetime,
    seconds: float,
    *,
    is_gone: Callable[[str], bool] = _still_there,
) -> int | None:
    """Take the lease of an origin for ``seconds``. The token, or None while another holder's lease is live.

    ``is_gone`` tells of a holder that will never give its lease back: that of a process that died.
    """
    lease = await _lease(session, origin_id)
    if lease is None:  # two may come first at once: one of them makes the row, both wait for its lock
        await insert_missing(session, Lease, [Lease(origin_id=origin_id, until=now).model_dump()], ["origin_id"])
        lease = await _lease(session, origin_id)
        if lease is None:
            raise ValueError(f"the lease of origin {origin_id} was made and is not there")
    if lease.holder not in {"", holder} and lease.until > now and not is_gone(lease.holder):
        return None
    lease.holder = holder
    lease.token += 1
    lease.until = now + timedelta(seconds=seconds)
    await session.flush()
    will_commit(session, Boundary.LEASE_BEFORE, Boundary.LEASE_AFTER)
    return lease.token


async def renew_lease(session: AsyncSession, origin_id: int, token: int, now: datetime, seconds: float) -> bool:
    """Hold a lease for ``seconds`` from ``now``. False, and nothing changed, when it has passed to another."""
    lease = await _lease(session, origin_id)
    if lease is None or not lease.holder or lease.token != token:
        return False
    lease.until = now + timedelta(seconds=seconds)
    await session.flush()
    return True


async def release_lease(session: AsyncSession, origin_id: int, token: int, now: datetime) -> bool:
    """Give a lease back before its end. False, and nothing changed, when it has passed to another."""
    lease = await _lease(session, origin_id)
    if lease is None or not lease.holder or lease.token != token:
        return False
    lease.holder = ""
    lease.until = now
    await session.flush()
    return True


async def require_lease(session: AsyncSession, origin_id: int, token: int) -> None:
    """Raise :class:`StaleToken` unless ``token`` is that of the lease as it stands. A late holder whom nobody followed
    still holds it."""
    lease = await _lease(session, origin_id)
    if lease is None or not lease.holder or lease.token != token:
        raise StaleToken(
            f"the lease {token} of origin {origin_id} has passed to another: this look is dropped, nothing was entered"
        )


async def _lease(session: AsyncSession, origin_id: int) -> Lease | None:
    return (await session.exec(select(Lease).where(Lease.origin_id == origin_id).with_for_update())).first()
