"""Doing a thing once for everybody who asks for it at the same time."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, MutableMapping
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Once(Generic[Key, Value]):
    """Results by key. Who asks first does the work and the others wait; should it be stopped, the next one does it.

    ``done``: what they are kept in, if not in a dictionary.
    """

    def __init__(self, done: MutableMapping[Key, Value] | None = None) -> None:
        self.done: MutableMapping[Key, Value] = {} if done is None else done
        self._doing: dict[Key, asyncio.Event] = {}

    async def get(self, key: Key, work: Callable[[], Awaitable[Value]]) -> Value:
        """The result for ``key``, by ``work`` unless it is there or on its way."""
        while key not in self.done:
            if (doing := self._doing.get(key)) is not None:
                await doing.wait()
                continue
            event = self._doing[key] = asyncio.Event()
            try:
                self.done[key] = await work()
            finally:
                del self._doing[key]
                event.set()
        return self.done[key]
