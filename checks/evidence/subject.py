"""What the register says of a target."""

from dataclasses import dataclass
from datetime import date

from checks.vocabulary import TargetKind


@dataclass(frozen=True, slots=True)
class Subject:
    """What the register says of a target. ``prefix`` is its scope on its host: ``/`` or ``/ycszfbgs/``.

    ``period`` is the days within which the office wants an account updated, None: it set none. From ``paused_from`` to
    ``paused_until``, both included and each open when None, the site is being rebuilt (改版暂停). ``nature`` is what
    its unit is (单位性质), empty when the register does not say; ``migrated`` the day the site moved elsewhere.
    """

    id: str
    kind: TargetKind
    name: str
    unit: str
    url: str = ""
    host: str = ""
    prefix: str = "/"
    site_code: str = ""
    platform: str = ""
    account: str = ""
    feed: str = ""
    period: int | None = None
    paused_from: date | None = None
    paused_until: date | None = None
    nature: str = ""
    migrated: date | None = None

    def is_paused(self, day: date) -> bool:
        """Whether the site is being rebuilt on a day, as the register says."""
        if self.paused_from is None and self.paused_until is None:
            return False
        return (self.paused_from or day) <= day <= (self.paused_until or day)
