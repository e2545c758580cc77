"""What the register says of a target."""

from dataclasses import dataclass

from checks.vocabulary import TargetKind


@dataclass(frozen=True, slots=True)
class Subject:
    """What the register says of a target. ``prefix`` is its scope on its host: ``/`` or ``/ycszfbgs/``."""

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
