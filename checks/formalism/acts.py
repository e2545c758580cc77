"""Where the acts of a text stand: the sentences that have any, found without reading them.

One act is enough for a sentence to be read, so that a text full of them costs little more than one that has few.
"""

from bisect import bisect_left
from collections.abc import Callable

from checks.cueanchors import Back
from checks.cues import Spot
from checks.formalism.meanings import Plan
from checks.formalism.rules import Rules
from checks.formalism.sentences import Sentences, Span

_AT_ONCE = 32
"""Words looked at together. Those that follow in the same sentence are not looked at when one of them was an act."""


class Acts:
    """The sentences of a folded text that have acts, in order."""

    def __init__(self, text: str, rules: Rules, sentences: Sentences) -> None:
        self._text = text
        self._rules = rules
        self._spots = rules.acts.spots(text)
        self._spent: set[int] = set()
        found = self._found(text, sentences)
        self.sentences = [found[start] for start in sorted(found)]
        self._ordered = sorted(self._spots, key=_start_of) if found else []

    def may_hold(self, sentence: Span, wanted: Callable[[Plan], bool]) -> bool:
        """Whether a sentence has an act of a form that is wanted. One that is not wanted never is again."""
        scanner, rules = self._rules.acts, self._rules
        low = bisect_left(self._ordered, sentence.start, key=_start_of)
        high = bisect_left(self._ordered, sentence.end + scanner.reach, low, key=_start_of)
        there = self._ordered[low:high]
        likely = {number for number, _, _ in there} - self._spent
        for number in list(likely):
            if not any(map(wanted, rules.plans_at(number))):
                self._spent.add(number)
                likely.discard(number)
        spots = sorted([spot for spot in there if spot[0] in likely], key=_end_of)
        acts = {act.cue for act in scanner.at(spots, self._text, sentence.start, sentence.end, {})}
        forms = {form for cue in acts for form in rules.meanings[cue].acting}
        return any(wanted(plan) for form in forms for plan in rules.plans.get(form, ()))

    def _found(self, text: str, sentences: Sentences) -> dict[int, Span]:
        scanner, reaches = self._rules.acts, self._rules.acts.reaches
        tried: dict[Back, int] = {}
        found: dict[int, Span] = {}
        known = Span(0, 0)  # sentences one behind the other that have acts
        for first in range(0, len(self._spots), _AT_ONCE):
            spots = self._spots[first : first + _AT_ONCE]
            if found:
                spots = [one for one in spots if one[1] >= known.end or one[1] - reaches[one[0]] < known.start]
            for act in scanner.at(spots, text, 0, len(text), tried):
                sentence = sentences.at(act.start)
                if sentence is not None and sentence.start not in found:
                    found[sentence.start] = sentence
                    known = _joined(known, sentence)
        return found


def _start_of(spot: Spot) -> int:
    return spot[1]


def _end_of(spot: Spot) -> int:
    return spot[2]


def _joined(known: Span, sentence: Span) -> Span:
    """Sentences with one more that stands right before or behind them, else the later of both."""
    if sentence.start == known.end:
        return Span(known.start, sentence.end)
    if sentence.end == known.start:
        return Span(sentence.start, known.end)
    return max(known, sentence)
