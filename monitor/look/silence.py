"""Remembers which hosts do not even take a connection, so that a dead one does not hold up a scan for hours."""

from checks.vocabulary import LinkOutcome
from monitor.look.clock import Clock

_SILENT_AFTER = 3


class Silence:
    """After three failures in a row to reach a host and port, further requests share that result for a while.

    ``span`` is the while in seconds: then the host is asked again.
    """

    def __init__(self, clock: Clock, span: float) -> None:
        self._clock = clock
        self._span = span
        self._failures: dict[tuple[str, int], int] = {}
        self._results: dict[tuple[str, int], tuple[LinkOutcome, float]] = {}

    def of(self, host: str, port: int) -> LinkOutcome | None:
        """How the host failed to answer just now, or None when it is worth asking."""
        if not self._results:  # nearly always
            return None
        result, when = self._results.get((host, port), (None, 0.0))
        return result if self._clock.monotonic() - when < self._span else None

    def broken_off(self, host: str, port: int, outcome: LinkOutcome) -> None:
        """No connection came about."""
        key = (host, port)
        self._failures[key] = self._failures.get(key, 0) + 1
        if self._failures[key] >= _SILENT_AFTER:
            self._results[key] = (outcome, self._clock.monotonic())

    def connected(self, host: str, port: int) -> None:
        """A connection came about, whatever was said over it."""
        if not self._failures:
            return
        self._failures.pop((host, port), None)
        self._results.pop((host, port), None)
