"""Which origins are watched at all, by their keys alone: asked for at every visit, so that it must stay cheap."""

from sqlalchemy import select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.models import Origin, Scope, Target, TargetState, Unit
from registry.store.bulk import fetch


async def keys_watched(session: AsyncSession, office_id: int) -> frozenset[str]:
    """The keys of the origins of all active targets, but of units that are 不监测."""
    query = (
        select(col(Origin.key))
        .join(Target, col(Target.origin_id) == col(Origin.id))
        .join(Unit, col(Unit.id) == col(Target.unit_id))
        .where(col(Origin.office_id) == office_id, col(Target.state) == TargetState.ACTIVE)
        .where(col(Unit.scope) != Scope.LEFT_OUT)
        .distinct()
    )
    return frozenset(key for (key,) in await fetch(session, query))
