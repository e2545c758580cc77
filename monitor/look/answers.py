"""What became of every address of a scan: a byte for each that opened, a record for each that did not."""

from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass
from typing import TypeAlias

from checks.evidence import Probe
from checks.vocabulary import LinkOutcome
from monitor.look.numbers import Numbers


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a URL. ``looks`` are the attempts, oldest first; ``looked_at`` is the clock's at the last.

    Of one that opened at the first look neither is kept. ``verified`` is false when a bad certificate was overlooked.
    """

    outcome: LinkOutcome
    final_url: str
    looks: tuple[Probe, ...]
    looked_at: float
    verified: bool


Key: TypeAlias = tuple[str, bool]
"""A URL, and whether its certificate was to be good."""

_UNKNOWN, _OK, _REDIRECTED, _TOLD = range(4)


class Answers(MutableMapping[Key, Known]):
    """What is known of every URL that was asked for."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self._outcomes = {True: bytearray(), False: bytearray()}
        self._ends: dict[tuple[int, bool], str] = {}
        self._told: dict[tuple[int, bool], Known] = {}

    def __getitem__(self, key: Key) -> Known:
        url, verify = key
        number = self._numbers.find(url)
        outcome = self._outcome(number, verify)
        if number is None or outcome == _UNKNOWN:
            raise KeyError(key)
        if outcome == _OK:
            return Known(LinkOutcome.OK, url, (), 0.0, verify)
        if outcome == _REDIRECTED:
            return Known(LinkOutcome.REDIRECTED, self._ends[number, verify], (), 0.0, verify)
        return self._told[number, verify]

    def __setitem__(self, key: Key, known: Known) -> None:
        url, verify = key
        number, outcomes = self._numbers.of(url), self._outcomes[verify]
        if number >= len(outcomes):
            outcomes.extend(bytes(number + 1 - len(outcomes)))
        opened = len(known.looks) <= 1 and known.verified is verify
        if opened and known.outcome is LinkOutcome.OK and known.final_url == url:
            outcomes[number] = _OK
        elif opened and known.outcome is LinkOutcome.REDIRECTED:
            outcomes[number] = _REDIRECTED
            self._ends[number, verify] = known.final_url
        else:
            outcomes[number] = _TOLD
            self._told[number, verify] = known

    def __contains__(self, key: object) -> bool:
        return isinstance(key, tuple) and self._outcome(self._numbers.find(key[0]), key[1]) != _UNKNOWN

    def __delitem__(self, key: Key) -> None:
        raise TypeError("an answer is never forgotten")

    def __iter__(self) -> Iterator[Key]:
        for verify, outcomes in self._outcomes.items():
            yield from ((self._numbers.text(number), verify) for number, outcome in enumerate(outcomes) if outcome)

    def __len__(self) -> int:
        return sum(len(outcomes) - outcomes.count(_UNKNOWN) for outcomes in self._outcomes.values())

    def _outcome(self, number: int | None, verify: bool) -> int:
        outcomes = self._outcomes[verify]
        return outcomes[number] if number is not None and number < len(outcomes) else _UNKNOWN
