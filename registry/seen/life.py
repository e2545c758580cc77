"""The life of a finding: what an outcome may change in it. Pure.

Only what was seen changes a finding: seen wrong again, or seen right. Not having seen it changes nothing. Nothing ever
moves backwards: an outcome older than what the books already know is passed over.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from registry.models import FindingState, Step


@dataclass(frozen=True, slots=True)
class Life:
    """Where a finding stands. ``confirmed`` is of its present life: a relapse is confirmed anew."""

    state: FindingState
    first_seen: datetime
    last_seen: datetime
    confirmed: datetime | None = None
    resolved: datetime | None = None
    relapsed: datetime | None = None
    relapses: int = 0

    @property
    def known_until(self) -> datetime:
        """The instant of the latest outcome that changed it."""
        return max(self.last_seen, self.resolved or self.last_seen)


@dataclass(frozen=True, slots=True)
class Turn:
    """What an outcome made of a life, and the steps to enter."""

    life: Life
    steps: tuple[Step, ...] = ()


def begin(as_of: datetime, *, confirmed: bool) -> Turn:
    """Seen for the first time."""
    life = Life(FindingState.OPEN, as_of, as_of, as_of if confirmed else None)
    return Turn(life, (Step.OPENED, Step.CONFIRMED) if confirmed else (Step.OPENED,))


def see(life: Life, as_of: datetime, *, confirmed: bool) -> Turn | None:
    """Seen wrong again. None when the outcome is too old to say anything.

    Seen open in an earlier scan and seen again in this one: that is a second look, and confirms.
    """
    if as_of < life.known_until:
        return None
    confirmed = confirmed or (life.state is FindingState.OPEN and as_of > life.last_seen)
    if life.state is FindingState.RESOLVED:
        again = replace(
            life,
            state=FindingState.OPEN,
            last_seen=as_of,
            confirmed=as_of if confirmed else None,
            resolved=None,
            relapsed=as_of,
            relapses=life.relapses + 1,
        )
        return Turn(again, (Step.RELAPSED, Step.CONFIRMED) if confirmed else (Step.RELAPSED,))
    if confirmed and life.confirmed is None:
        return Turn(replace(life, last_seen=as_of, confirmed=as_of), (Step.CONFIRMED,))
    return Turn(replace(life, last_seen=as_of))


def clear(life: Life, as_of: datetime) -> Turn | None:
    """Seen to be right. None when it was resolved before or the outcome is too old to say anything."""
    if life.state is FindingState.RESOLVED or as_of < life.known_until:
        return None
    return Turn(replace(life, state=FindingState.RESOLVED, resolved=as_of), (Step.RESOLVED,))
