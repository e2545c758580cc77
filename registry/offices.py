"""The offices whose books these are."""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.errors import BooksError
from registry.models import Office


async def ensure_office(session: AsyncSession, code: str, name: str, *, mailbox: str = "", now: datetime) -> Office:
    """The office of that code; made when there is none. An existing one is returned as it stands."""
    found = (await session.exec(select(Office).where(Office.code == code))).first()
    if found is None:
        found = Office(code=code, name=name, mailbox=mailbox, created=now)
        session.add(found)
        await session.flush()
    return found


async def the_office(session: AsyncSession, code: str = "") -> Office:
    """The office of that code, or without one the only office. Raises :class:`BooksError` when that names none."""
    offices = (await session.exec(select(Office).order_by(col(Office.code)))).all()
    found = [office for office in offices if code in {"", office.code}]
    if len(found) == 1:
        return found[0]
    if not offices:
        raise BooksError("数据库里还没有登记办公室：请先运行 govwatch init。")
    names = "、".join(f"{office.code}（{office.name}）" for office in offices)
    missing = f"没有代码为“{code}”的办公室：" if code else "登记了多个办公室："
    raise BooksError(f"{missing}请用代码指明一个：{names}。")
