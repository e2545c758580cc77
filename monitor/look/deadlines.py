"""Ends what takes too long, with one timer of the loop for everything that is under way.

A timer of its own for each request, as ``asyncio.timeout`` sets one, costs a tenth of the request, and hardly any ever
goes off.
"""

import asyncio
from types import TracebackType

_EARLY = 0.001  # seconds by which a loop may let a timer go off before its time


class Deadlines:
    """The deadlines of what is under way. To be used within one running loop; ``close`` it before that ends."""

    def __init__(self) -> None:
        self._running: set[Deadline] = set()
        self._timer: asyncio.TimerHandle | None = None

    def within(self, seconds: float) -> "Deadline":
        """For ``with``: raises ``TimeoutError`` out of the body when that takes longer."""
        return Deadline(self, seconds)

    def close(self) -> None:
        """Nothing is under way any more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def add(self, deadline: "Deadline") -> None:
        """Watch over a deadline."""
        self._running.add(deadline)
        if self._timer is None or self._timer.when() > deadline.when:
            self._set(deadline.when)

    def remove(self, deadline: "Deadline") -> None:
        """It need not be watched any more. The timer stays: to set one is dearer than to let one go off in vain."""
        self._running.discard(deadline)

    def _set(self, when: float) -> None:
        self.close()
        self._timer = asyncio.get_running_loop().call_at(when, self._look)

    def _look(self) -> None:
        now, self._timer = asyncio.get_running_loop().time(), None
        for deadline in [one for one in self._running if one.when <= now + _EARLY]:
            self._running.remove(deadline)
            deadline.pass_by()
        if self._running:
            self._set(min([deadline.when for deadline in self._running]))


class Deadline:
    """One of them. Works as ``asyncio.timeout`` does: the task is cancelled, and that turned into ``TimeoutError``."""

    __slots__ = ("_all", "_asked_before", "_passed", "_task", "when")

    def __init__(self, deadlines: Deadlines, seconds: float) -> None:
        self._all = deadlines
        self.when = asyncio.get_running_loop().time() + seconds
        self._passed = False
        self._task: asyncio.Task[object] | None = None
        self._asked_before = 0  # how often the task was asked to end when this began

    def __enter__(self) -> None:
        self._task = task = asyncio.current_task()
        if task is None:
            raise RuntimeError("a deadline holds for a task")
        self._asked_before = task.cancelling()
        self._all.add(self)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._all.remove(self)
        if not self._passed or self._task is None:
            return
        if self._task.uncancel() <= self._asked_before and kind is asyncio.CancelledError:
            raise TimeoutError from error

    def pass_by(self) -> None:
        """Its moment has come."""
        if self._task is not None:
            self._passed = self._task.cancel()
