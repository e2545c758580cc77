"""What the office changes itself, with its history: rows are added, and the newest of a name holds."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.models import OfficeSetting


async def setting_of(session: AsyncSession, office_id: int, name: str) -> dict[str, Any]:
    """The value that holds, empty when the office never set it."""
    query = select(OfficeSetting).where(OfficeSetting.office_id == office_id, OfficeSetting.name == name)
    row = (await session.exec(query.order_by(col(OfficeSetting.id).desc()).limit(1))).first()
    return dict(row.value) if row else {}


async def put_setting(
    session: AsyncSession, office_id: int, name: str, value: Mapping[str, Any], by: str, now: datetime
) -> None:
    """Set a value from ``now`` on; those before stay in the books."""
    session.add(OfficeSetting(office_id=office_id, name=name, value=dict(value), by=by, at=now))
    await session.flush()
