"""What was seen of a host over IPv6."""

from dataclasses import dataclass

from checks.evidence.network import Probe
from checks.vocabulary import Reason


@dataclass(frozen=True, slots=True)
class Ipv6:
    """Whether a host can be had over IPv6. ``addresses`` are its AAAA records.

    ``probe`` is the visit over one of them, None when there is none to visit. With a ``reason`` nothing can be said.
    """

    host: str
    addresses: tuple[str, ...] = ()
    probe: Probe | None = None
    reason: Reason | None = None
