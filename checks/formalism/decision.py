"""Deciding sentences: which roles their cues play together, and which frames hold. Every step is kept.

A text is read from its acts. Where there is none nothing is looked for; where there is one its sentence is read whole,
and a neighbouring sentence only when the rest of what a form asks for may stand there. Frames over the whole text are
looked for when something has come together.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from checks.cues import Match
from checks.formalism.acts import Acts
from checks.formalism.framing import Framing
from checks.formalism.marks import Marks, Played, apart, marks_of, nearest
from checks.formalism.meanings import ROLES, Asked, Plan
from checks.formalism.rules import Form, Frame, Level, Role, Rule, Rules
from checks.formalism.sentences import Sentences, Span
from checks.formalism.sought import GRAVITY, Every, Rank, Sought

EVERY = Every()


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
    rank: Rank
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
    """A folded text, ready to be decided, as far as is ``sought``."""

    def __init__(self, folded: str, rules: Rules, sought: Sought = EVERY) -> None:
        self._text = folded
        self._rules = rules
        self._sought = sought
        self._sentences = Sentences(folded)
        self._acts = Acts(folded, rules, self._sentences)
        self._framing = Framing(folded, rules, self._sentences)
        self._marks: dict[int, Marks] = {}

    def __bool__(self) -> bool:
        """Whether there is an act in the text at all."""
        return bool(self._acts.sentences)

    def decisions(self, applies: Callable[[Rule], bool]) -> Iterator[Decision]:
        """What rules that apply make of each sentence that has an act of theirs with enough beside it, in order."""
        applied: dict[str, bool] = {}

        def wanted(plan: Plan) -> bool:
            if not plan.asked or not self._sought.wants(plan.asked[0][0], plan):
                return False
            code = plan.rule.code
            if code not in applied:
                applied[code] = applies(plan.rule)
            return applied[code]

        for sentence in self._acts.sentences:
            if self._sought.is_narrowed and not self._acts.may_hold(sentence, wanted):
                continue
            marks = self._marks_of(sentence)
            plans = [plan for form in marks.acts for plan in self._rules.plans.get(form, ())]
            for plan in sorted(plans, key=_order):
                if wanted(plan) and (decision := self._gravest(marks, plan)):
                    self._sought.take(plan, decision.rank)
                    yield decision

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
        faint = found.level is Level.FAINT
        for frame, match in self._framing.around(found.act, marks, plan, found.played, faint=faint):
            framed.append((frame, match))
            if level is Level.FAINT:
                level = Level.SILENT
            elif GRAVITY[frame.effect] > GRAVITY[level]:
                level = frame.effect
            if not self._sought.wants(level, plan):
                return None
        cues = [(Role.ACT, found.act), *((ROLES[role], match) for role, match in found.others)]
        # An act may reach over the end of a long sentence that was cut.
        inside = [match for _, match in cues if marks.sentence.holds(match.start, match.end)] or [found.act]
        start, end = min([match.start for match in inside]), max([match.end for match in inside])
        rank = (GRAVITY[level], plan.place)
        return Decision(plan.rule, plan.form, level, rank, marks.sentence, start, end, (*cues, *framed))

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
            if not self._sought.wants(level, plan):
                break  # nor what is less grave
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
        nearest_of: dict[int, Match | None] = {}
        for asked in combinations:
            found = []
            for role, nearby in asked.roles:
                if role not in nearest_of:
                    nearest_of[role] = nearest(played.get(role, ()), act)
                match = nearest_of[role]
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


def _order(plan: Plan) -> int:
    return plan.order
