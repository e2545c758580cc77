"""Which decisions a reading of a text is for: all that there are, or the gravest of each rule."""

from typing import Protocol

from checks.formalism.meanings import Plan
from checks.formalism.model import Level

GRAVITY = {level: number for number, level in enumerate(Level)}
"""Gravest first."""

Rank = tuple[int, int]
"""Of a decision: its gravity, and the place of its form in the rule."""


class Sought(Protocol):
    """What a reading is for. What is not sought need not be looked for."""

    @property
    def is_narrowed(self) -> bool:
        """Whether less is sought than in the beginning."""

    def wants(self, level: Level, plan: Plan, /) -> bool:
        """Whether a decision of a form is sought that amounts to so much. Of graver ones it is true as well."""

    def take(self, plan: Plan, rank: Rank, /) -> None:
        """Note a decision that was found."""


class Every:
    """All decisions; those that are left in peace as well where ``silent``."""

    is_narrowed = False

    def __init__(self, *, silent: bool = True) -> None:
        self._silent = silent

    def wants(self, level: Level, _plan: Plan, /) -> bool:
        """See :class:`Sought`."""
        return self._silent or level is not Level.SILENT

    def take(self, _plan: Plan, _rank: Rank, /) -> None:
        """See :class:`Sought`."""


class Gravest:
    """The first of the gravest decisions of each rule, and nothing that is less grave than what any rule found."""

    def __init__(self) -> None:
        self._best: dict[str, Rank] = {}
        self._worst = GRAVITY[Level.SILENT] - 1

    @property
    def is_narrowed(self) -> bool:
        """See :class:`Sought`."""
        return bool(self._best)

    def wants(self, level: Level, plan: Plan, /) -> bool:
        """See :class:`Sought`."""
        gravity = GRAVITY[level]
        best = self._best.get(plan.rule.code)
        return gravity <= self._worst and (best is None or (gravity, plan.place) < best)

    def take(self, plan: Plan, rank: Rank, /) -> None:
        """See :class:`Sought`."""
        self._best[plan.rule.code] = rank
        self._worst = min(self._worst, rank[0])
