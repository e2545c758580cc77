"""The frames that hold for what comes together in a text."""

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import groupby

from checks.cues import Match
from checks.formalism.marks import Marks, Played, Raised, frames_of, reaches
from checks.formalism.meanings import ROLES, Plan
from checks.formalism.rules import Frame, Rules, Scope
from checks.formalism.sentences import Sentences, Span, speech


class Framing:
    """The frames of a folded text. Those over the whole of it are looked for when they are first asked for."""

    def __init__(self, text: str, rules: Rules, sentences: Sentences) -> None:
        self._text = text
        self._rules = rules
        self._sentences = sentences
        self._asked: tuple[int, int, bool] | None = None
        self._here: list[Raised] = []
        self._afar: list[Raised] | None = None

    def around(self, act: Match, marks: Marks, plan: Plan, played: Played, *, faint: bool) -> Iterator[Raised]:
        """The frames that hold for an act of a form, each once; those over the whole text are looked for last.

        ``faint``: the act gives way to any frame, whatever it is for.
        """
        told: set[str] = set()
        for frame, match in self._raised(marks, plan, played, faint=faint):
            if frame.name not in told and _reaches(frame, match, marks, act):
                told.add(frame.name)
                yield frame, match
        if self._is_spoken(act):
            yield from ((frame, act) for frame in self._rules.frames if frame.scope is Scope.SPEECH)

    def _raised(self, marks: Marks, plan: Plan, played: Played, *, faint: bool) -> Iterator[Raised]:
        asked = marks.sentence.start, plan.order, faint
        if asked != self._asked:  # the same for all acts of a form in a sentence
            self._asked = asked
            self._here = [one for one in marks.frames if _holds(one[0], marks, plan, played, faint=faint)]
            self._afar = None
        yield from self._here
        if self._afar is None:
            self._afar = [one for one in self._over_all if _holds(one[0], marks, plan, played, faint=faint)]
        yield from self._afar

    @cached_property
    def _over_all(self) -> list[Raised]:
        """The frames that reach over the whole text, each once, with the first of its cues."""
        first: dict[str, Raised] = {}
        matches = self._rules.whole.scan(self._text)
        for _, found in groupby(matches, key=lambda match: self._sentences.at(match.start)):
            for frame, match in frames_of(list(found), self._rules.meanings):
                if frame.scope is Scope.TEXT:
                    first.setdefault(frame.name, (frame, match))
        return list(first.values())

    @cached_property
    def _speech(self) -> list[Span]:
        return speech(self._text)

    def _is_spoken(self, act: Match) -> bool:
        at = bisect_right(self._speech, act.start, key=lambda span: span.start) - 1
        return at >= 0 and self._speech[at].holds(act.start, act.end)


def _holds(frame: Frame, marks: Marks, plan: Plan, played: Played, *, faint: bool) -> bool:
    """Whether a frame holds for a form in a sentence, wherever in it an act stands."""
    if frame.name in marks.lifted:
        return False
    if faint:
        return True
    unless = frame.unless and all(played.get(ROLES.index(role)) for role in frame.unless)
    return not unless and frame.concerns(plan.rule.code, plan.form.name)


def _reaches(frame: Frame, match: Match, marks: Marks, act: Match) -> bool:
    """Whether a frame reaches from its cue to an act."""
    if frame.scope is Scope.BEFORE:
        return match.start >= act.end
    if frame.scope is Scope.AFTER:
        return reaches(match, act) and not _turned(frame, match, marks, act)
    return True


def _turned(frame: Frame, match: Match, marks: Marks, act: Match) -> bool:
    """Whether the sentence turns between a cue and an act: what is forbidden ends, and what is asked for begins."""
    return any(turn is frame and match.end <= at.start and at.end <= act.start for turn, at in marks.turns)
