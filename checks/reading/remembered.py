"""What was made of short texts, remembered from page to page: those of a site's frame stand on every page of it."""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Remembered(dict[str, T]):
    """What ``make`` makes of texts. To look it up takes a fifth of the time of a call.

    Longer texts than ``longest`` are not kept, nor more than ``entries``: then it begins anew.
    """

    def __init__(self, make: Callable[[str], T], longest: int, entries: int) -> None:
        super().__init__()
        self._make, self._longest, self._entries = make, longest, entries

    def __missing__(self, text: str) -> T:
        made = self._make(text)
        if len(text) <= self._longest:
            if len(self) >= self._entries:
                self.clear()
            self[text] = made
        return made
