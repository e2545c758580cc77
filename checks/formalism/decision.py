"""Deciding sentences: which roles their cues play together, and which frames hold. Every step is kept.

A text is read from its acts. Where there is none nothing is looked for; where there is one its sentence is read whole,
and a neighbouring sentence only when the rest of what a form asks for may stand there. Frames over the whole text are
looked for when something has come together.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from checks.cues import Match
from checks.formalism.marks import Marks, Played, Raised, apart, frames_of, marks_of, nearest, reaches
from checks.formalism.meanings import ROLES, Asked, Plan
from checks.formalism.rules import Form, Frame, Level, Role, Rule, Rules, Scope
from checks.formalism.sentences import Sentences, Span, speech

_GRAVITY = {level: number for number, level in enumerate(Level)}
"""Gravest first."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a decision: words of the text, and the role that they play or the frame that they raise."""

    text: str
    meaning: Role | Frame


@dataclass(frozen=True, slots=True)
class Decision:
    """What a form of a rule makes of a sentence. ``start`` and ``end`` bound the words it rests on.

    ``rank`` orders decisions: the gravest first, then by the most telling form.
    """

    rule: Rule
    form: Form
    level: Level
    rank: tuple[int, int]
    sentence: Span
    start: int
    end: int
    means: tuple[tuple[Role | Frame, Match], ...]

    def steps(self, shown: str) -> tuple[Step, ...]:
        """The steps that led to it, in the words of a text as it is shown."""
        return tuple(Step(shown[match.start : match.end], meaning) for meaning, match in self.means)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """The cues in a sentence that come together as a form asks, and all that play a part in that form."""

    level: Level
    act: Match
    others: tuple[tuple[int, Match], ...]
    played: Played


class Reading:
    """A folded text, ready to be decided. Where ``silent``, sentences that are left in peace are told too."""

    def __init__(self, folded: str, rules: Rules, *, silent: bool = True) -> None:
        self._text = folded
        self._rules = rules
        self._silent = silent
        self._sentences = Sentences(folded)
        self._acts = rules.acts.matches(folded)
        self._marks: dict[int, Marks] = {}

    def __bool__(self) -> bool:
        """Whether there is an act in the text at all."""
        return bool(self._acts)

    def decisions(self, applies: Callable[[Rule], bool]) -> Iterator[Decision]:
        """What rules that apply make of each sentence that has an act of theirs with enough beside it, in order."""
        applied: dict[str, bool] = {}
        for sentence in self._with_acts():
            marks = self._marks_of(sentence)
            plans = [plan for form in marks.acts for plan in self._rules.plans.get(form, ())]
            for plan in sorted(plans, key=_order):
                code = plan.rule.code
                if code not in applied:
                    applied[code] = applies(plan.rule)
                if applied[code] and (decision := self._gravest(marks, plan)):
                    yield decision

    def _with_acts(self) -> Iterator[Span]:
        behind = 0
        for start in sorted([act.start for act in self._acts]):
            sentence = self._sentences.at(start) if start >= behind else None
            if sentence is not None:
                behind = sentence.end
                yield sentence

    def _gravest(self, marks: Marks, plan: Plan) -> Decision | None:
        """The first of the gravest decisions on what comes together around the acts of a form.

        A frame may hold for one act and not for another: “每人每天可投3票，不得重复投票”.
        """
        played = marks.played(plan.number)
        gravest: Decision | None = None
        for found in self._candidates(marks, plan, played):
            decision = self._decided(marks, plan, found)
            if decision is not None and (gravest is None or decision.rank < gravest.rank):
                gravest = decision
            if gravest is not None and gravest.level is found.level:
                break  # what follows cannot be graver
        return gravest

    def _decided(self, marks: Marks, plan: Plan, found: _Candidate) -> Decision | None:
        """What a candidate comes to under the frames that hold, None when it need not be told."""
        level, framed = found.level, []
        for frame, match in self._framed(marks, plan, found) if self._counts(level) else ():
            framed.append((frame, match))
            level = Level.SILENT if level is Level.FAINT else max(level, frame.effect, key=_GRAVITY.__getitem__)
            if not self._counts(level):
                break
        if not self._counts(level):
            return None
        cues = [(Role.ACT, found.act), *((ROLES[role], match) for role, match in found.others)]
        # An act may reach over the end of a long sentence that was cut.
        inside = [match for _, match in cues if marks.sentence.holds(match.start, match.end)] or [found.act]
        start, end = min([match.start for match in inside]), max([match.end for match in inside])
        rank = (_GRAVITY[level], plan.place)
        return Decision(plan.rule, plan.form, level, rank, marks.sentence, start, end, (*cues, *framed))

    def _counts(self, level: Level) -> bool:
        return self._silent or level is not Level.SILENT

    # -- cues ----------------------------------------------------------------------------------------------------------

    def _marks_of(self, sentence: Span) -> Marks:
        """The cues of a sentence, looked for once."""
        marks = self._marks.get(sentence.start)
        if marks is None:
            found = self._rules.scanner.scan(self._text, sentence.start, sentence.end)
            marks = self._marks[sentence.start] = marks_of(self._text, sentence, found, self._rules.meanings)
        return marks

    def _candidates(self, marks: Marks, plan: Plan, played: Played) -> Iterator[_Candidate]:
        """What comes together around each act, gravest first and then the longest act: at most one for each."""
        there = sum([1 << role for role in played])
        acts: list[Match] | None = None
        for level, combinations in plan.asked:
            likely = [asked for asked in combinations if not asked.here & ~there]
            if not likely:
                continue
            left = marks.acts_of(plan) if acts is None else acts
            acts = []
            for act in left:
                around = apart(played, act) if level is Level.FAINT else played
                others = self._others(marks, plan, around, act, likely)
                if others is None:
                    acts.append(act)
                else:
                    yield _Candidate(level, act, others, played)

    def _others(
        self, marks: Marks, plan: Plan, played: Played, act: Match, combinations: Iterable[Asked]
    ) -> tuple[tuple[int, Match], ...] | None:
        """What else stands around an act as one of the combinations asks, the nearest of each; None for none."""
        for asked in combinations:
            found = []
            for role, nearby in asked.roles:
                match = nearest(played.get(role, ()), act)
                if match is None and nearby:
                    match = self._nearby(marks, plan, role, act)
                if match is None:
                    break
                found.append((role, match))
            else:
                return tuple(found)
        return None

    def _nearby(self, marks: Marks, plan: Plan, role: int, act: Match) -> Match | None:
        """The nearest cue that plays a role in a neighbouring sentence."""
        found: list[Match] = []
        for find in (self._sentences.before, self._sentences.after):
            sentence = find(marks.sentence)
            if sentence is not None:
                found += self._marks_of(sentence).played(plan.number).get(role, ())
        return nearest(found, act)

    # -- frames --------------------------------------------------------------------------------------------------------

    def _framed(self, marks: Marks, plan: Plan, found: _Candidate) -> Iterator[Raised]:
        """The frames that hold for an act, each once; those over the whole text are looked for last."""
        told: set[str] = set()
        for frame, match in self._raised(marks):
            if frame.name not in told and _holds(frame, match, marks, plan, found):
                told.add(frame.name)
                yield frame, match
        if self._is_spoken(found.act):
            yield from ((frame, found.act) for frame in self._rules.frames if frame.scope is Scope.SPEECH)

    def _raised(self, marks: Marks) -> Iterator[Raised]:
        yield from marks.frames
        yield from self._over_all

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


def _holds(frame: Frame, match: Match, marks: Marks, plan: Plan, found: _Candidate) -> bool:
    faint = found.level is Level.FAINT
    if frame.name in marks.lifted or not (faint or frame.concerns(plan.rule.code, plan.form.name)):
        return False
    if frame.scope is Scope.BEFORE and match.start < found.act.end:
        return False
    if frame.scope is Scope.AFTER and (not reaches(match, found.act) or _turned(frame, match, marks, found.act)):
        return False
    return faint or not frame.unless or not all(found.played.get(ROLES.index(role)) for role in frame.unless)


def _turned(frame: Frame, match: Match, marks: Marks, act: Match) -> bool:
    """Whether the sentence turns between a cue and an act: what is forbidden ends, and what is asked for begins."""
    return any(turn is frame and match.end <= at.start and at.end <= act.start for turn, at in marks.turns)


def _order(plan: Plan) -> int:
    return plan.order
