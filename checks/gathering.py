"""Faults of pages, gathered into one finding while pages stream by."""

from bisect import insort
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from checks.finding import MAX_PLACES, Fault, Place


@dataclass(slots=True)
class Gathered:
    """Places in the order of their addresses, the home page first, and not in that in which pages happened to come.

    ``data`` are the figures of the first place in order: the same site gives the same finding.
    """

    data: Mapping[str, Any]
    ranked: list[tuple[bool, str, int, str, str]] = field(default_factory=list)
    total: int = 0
    on_home: bool = False

    def add(self, fault: Fault, *, is_home: bool, title: str = "") -> None:
        """One more place, on a page of that title."""
        self.total += 1
        self.on_home = self.on_home or is_home
        rank = (not is_home, fault.place.url, fault.place.line, fault.place.text, fault.place.title or title)
        if not self.ranked or rank < self.ranked[0]:
            self.data = fault.data
        if len(self.ranked) < MAX_PLACES or rank < self.ranked[-1]:
            insort(self.ranked, rank)
            del self.ranked[MAX_PLACES:]

    def join(self, other: "Gathered") -> None:
        """Add what was gathered elsewhere of the same thing."""
        if other.ranked and (not self.ranked or other.ranked[0] < self.ranked[0]):
            self.data = other.data
        self.total += other.total
        self.on_home = self.on_home or other.on_home
        self.ranked = sorted([*self.ranked, *other.ranked])[:MAX_PLACES]

    @property
    def places(self) -> tuple[Place, ...]:
        """The places that are kept."""
        return tuple(Place(url, line, text, title) for _, url, line, text, title in self.ranked)
