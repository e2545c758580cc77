"""What the office decides about tickets: how long an owner has, and which indicators are issued by themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlmodel.ext.asyncio.session import AsyncSession

from checks.vocabulary import Severity
from registry.office_settings import put_setting, setting_of

DAYS: Mapping[Severity, int | None] = MappingProxyType(
    {Severity.VETO: 3, Severity.DEDUCT: 5, Severity.REMINDER: 10, Severity.ADVICE: None}
)
"""Working days an owner has where the office set none. None: findings of that severity are not put on tickets."""

_DAYS = "ticket-days"
_AUTOMATIC = "ticket-automatic"


@dataclass(frozen=True, slots=True)
class TicketRules:
    """Working days by severity, and the indicators whose confirmed findings are issued without a person."""

    days: Mapping[Severity, int | None]
    automatic: frozenset[str]

    def issues(self, severity: Severity) -> bool:
        """Whether findings of that severity are put on tickets at all."""
        return self.days[severity] is not None


async def ticket_rules(session: AsyncSession, office_id: int) -> TicketRules:
    """The rules as they stand."""
    days = await setting_of(session, office_id, _DAYS)
    automatic = await setting_of(session, office_id, _AUTOMATIC)
    return TicketRules(
        {severity: days.get(severity.value, standard) for severity, standard in DAYS.items()},
        frozenset(automatic.get("indicators", ())),
    )


async def set_days(
    session: AsyncSession, office_id: int, severity: Severity, days: int | None, by: str, now: datetime
) -> None:
    """From now on an owner has so many working days; None: findings of that severity are not issued."""
    rules = await ticket_rules(session, office_id)
    value = {one.value: had for one, had in rules.days.items()} | {severity.value: days}
    await put_setting(session, office_id, _DAYS, value, by, now)


async def set_automatic(
    session: AsyncSession, office_id: int, indicator: str, by: str, now: datetime, *, on: bool
) -> None:
    """Switch on or off that confirmed findings of an indicator are issued by themselves."""
    rules = await ticket_rules(session, office_id)
    indicators = rules.automatic | {indicator} if on else rules.automatic - {indicator}
    await put_setting(session, office_id, _AUTOMATIC, {"indicators": sorted(indicators)}, by, now)
