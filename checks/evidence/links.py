"""Links of a target, and what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from checks.evidence.network import Probe
from checks.finding import Place
from checks.vocabulary import LinkOutcome


@dataclass(frozen=True, slots=True)
class CheckedLink:
    """A URL that pages of a target point to, and what became of it.

    ``url`` is the normalised URL asked for, ``final_url`` where it ended; ``looks`` holds every attempt, oldest first.
    Of a link that opened at the first attempt it is empty. ``places``, of which there are ``places_total``, are told of
    links that are not good.
    """

    url: str
    final_url: str
    outcome: LinkOutcome
    looks: tuple[Probe, ...] = ()
    places: tuple[Place, ...] = ()
    places_total: int = 0
    on_home: bool = False

    @property
    def confirmed(self) -> bool:
        """Two looks or more, and every one of them found the link broken."""
        return len(self.looks) > 1 and all(look.outcome.is_broken for look in self.looks)


@dataclass(frozen=True, slots=True)
class LinkSurvey:
    """All links of a target. ``complete`` is true when no page or link was left out for a limit of ours."""

    links: Sequence[CheckedLink]
    complete: bool
    pages_read: frozenset[str] = frozenset()
