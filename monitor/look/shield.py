"""Telling a protection device from forty faults: many hosts behind one address refuse us together.

A device before a backend drops or refuses whoever asks too much, whatever host was asked for. That says nothing of the
sites, so they are *blocked*, which is unknown; the address is left alone for a while, longer each time.
"""

from dataclasses import dataclass, field

from checks.vocabulary import LinkOutcome
from monitor.look.challenge import is_challenge
from monitor.look.clock import Clock
from monitor.look.message import Answer

MANY = 3
"""Hosts of one address that refuse, none of them answering in between, from which on a device is suspected."""

FIRST_REST, LONGEST_REST = 60.0, 3600.0
"""Seconds for which the address is left alone, doubled each time it still refuses."""

SUSPECTED = "a protection device is suspected"
"""How the detail of such an answer begins; the address and the number of hosts follow."""

_STATUSES = frozenset({403, 412, 429, 521})
_STUB = 10_000  # bytes of a page that is a challenge and nothing else
_UNASKED = frozenset({LinkOutcome.DNS, LinkOutcome.SKIPPED})
_BROKEN_OFF = frozenset({LinkOutcome.REFUSED, LinkOutcome.RESET})


@dataclass(slots=True)
class _Address:
    refusing: set[str] = field(default_factory=set)
    until: float = 0.0
    times: int = 0


class Shields:
    """Which addresses refuse us. ``met`` holds, by address, the hosts that refused when a device was suspected."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._addresses: dict[str, _Address] = {}
        self.met: dict[str, frozenset[str]] = {}

    def suspected(self, address: str) -> Answer | None:
        """What to say of a host behind that address instead of asking it, None when it may be asked."""
        known = self._addresses.get(address)
        return self._answer(address) if known is not None and self._clock.monotonic() < known.until else None

    def heard(self, address: str, host: str, answer: Answer) -> float:
        """Take note of an answer. Seconds for which the address is now to be left alone; mostly none."""
        if not address or answer.failure in _UNASKED:
            return 0.0
        if not refuses(answer):
            self._addresses.pop(address, None)
            return 0.0
        known = self._addresses.setdefault(address, _Address())
        known.refusing.add(host)
        now = self._clock.monotonic()
        if len(known.refusing) < MANY or now < known.until:
            return 0.0
        rest = min(FIRST_REST * 2.0**known.times, LONGEST_REST)
        known.until, known.times = now + rest, known.times + 1
        self.met[address] = self.met.get(address, frozenset()) | known.refusing
        return rest

    def _answer(self, address: str) -> Answer:
        hosts = len(self.met[address])
        return Answer(failure=LinkOutcome.BLOCKED, detail=f"{SUSPECTED}: {hosts} hosts of {address} refuse together")


def refuses(answer: Answer) -> bool:
    """Whether an answer is that of somebody who does not want us, and says nothing of the page."""
    if answer.failure is LinkOutcome.TIMEOUT:
        return not answer.connected
    if answer.failure is not None:
        return answer.failure in _BROKEN_OFF
    if answer.status in _STATUSES:
        return True
    small = len(answer.body) < _STUB  # whole pages are not searched through twice
    return small and is_challenge(answer.status, answer.headers, answer.body)
