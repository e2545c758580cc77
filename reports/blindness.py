"""What could not be judged on targets that could otherwise be seen: once for each target and reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from checks.vocabulary import Reason
from reports.basis import Standing, Watched


@dataclass(frozen=True, slots=True)
class Blind:
    """A reason that hid some indicators on a target, and which."""

    target: Watched
    reason: Reason
    indicators: tuple[str, ...]


def blind_spots(active: Sequence[Watched], basis: Mapping[str, Standing]) -> tuple[Blind, ...]:
    """In the order of the register. The reason that hid a whole target is told of it elsewhere, and not again here."""
    return tuple(spot for target in active if target.id in basis for spot in _spots(target, basis[target.id]))


def _spots(target: Watched, look: Standing) -> Iterable[Blind]:
    hidden: dict[Reason, list[str]] = {}
    for indicator, reason in look.blind.items():
        if reason is not look.why:
            hidden.setdefault(reason, []).append(indicator)
    for reason, indicators in hidden.items():
        yield Blind(target, reason, tuple(indicators))
