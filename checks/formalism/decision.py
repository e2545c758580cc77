"""Deciding sentences: which roles their cues play together, and which frames hold. Every step is kept."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from checks.cues import Match
from checks.formalism.rules import Combination, Form, Frame, Level, Role, Rule, Rules, Scope
from checks.formalism.sentences import Span, quoted_names, sentences, speech, titles

REACH = 80
"""Characters between an act and what else is said of it, at most."""

MOST = 3
"""Times that a cue counts in a sentence; repeating it says nothing more, and would only cost time."""

_NEVER_NAMES = frozenset({Role.AUDIENCE, Role.MOBILISING, Role.CONTROL})
"""Roles that no word within a quoted name plays: an account called “云溪督查” checks nobody."""

_GRAVEST_FIRST = tuple(Level)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a decision: words of the text, and the role that they play or the frame that they raise."""

    text: str
    meaning: Role | Frame


@dataclass(frozen=True, slots=True)
class Decision:
    """What a form of a rule makes of a sentence. ``start`` and ``end`` bound the words it rests on."""

    rule: Rule
    form: Form
    level: Level
    sentence: Span
    start: int
    end: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """The cues in a sentence that come together as a form asks."""

    level: Level
    act: Match
    others: tuple[tuple[Role, Match], ...]


@dataclass(slots=True)
class _Marks:
    """The cues of one sentence, by what they are for."""

    roles: defaultdict[tuple[str, str, Role], list[Match]] = field(default_factory=lambda: defaultdict(list))
    frames: list[tuple[Frame, Match]] = field(default_factory=list)
    turns: list[tuple[Frame, Match]] = field(default_factory=list)
    lifted: set[str] = field(default_factory=set)


class Reading:
    """A folded text with its cues sorted into sentences, ready to be decided. Steps are told in the words ``shown``."""

    def __init__(self, folded: str, rules: Rules, shown: str = "") -> None:
        self._text = folded
        self._shown = shown or folded
        self._rules = rules
        self._marks: dict[int, _Marks] = {}
        if next(rules.acts.matches(folded), None) is not None:
            self._sort(rules.scanner.scan(folded))

    def __bool__(self) -> bool:
        """Whether there is an act in the text at all."""
        return bool(self._marks)

    def _sort(self, matches: list[Match]) -> None:
        self._sentences = sentences(self._text)
        self._speech = speech(self._text)
        starts = [sentence.start for sentence in self._sentences]
        for number, found in groupby(matches, key=lambda match: bisect_right(starts, match.start) - 1):
            self._marks[number] = self._marked(list(found))
        self._over_all = self._of_whole_text()

    def _marked(self, matches: list[Match]) -> _Marks:
        marks = _Marks()
        covers = [(frame, match) for match in matches for frame in self._rules.covering.get(match.cue, ())]
        times: defaultdict[str, int] = defaultdict(int)
        names = quoted_names(self._text, matches[0].start, matches[-1].end)
        for match in matches:
            times[match.cue] += 1
            if times[match.cue] > MOST:
                continue
            marks.lifted |= {frame.name for frame in self._rules.lifting.get(match.cue, ())}
            marks.turns += [(frame, match) for frame in self._rules.turning.get(match.cue, ())]
            named = any(name.holds(match.start, match.end) for name in names)
            for key in self._rules.players.get(match.cue, ()):
                if not (named and key[2] in _NEVER_NAMES):
                    marks.roles[key].append(match)
            for frame in self._rules.framing.get(match.cue, ()):
                if not _is_part(match, (cover for framed, cover in covers if framed is frame)):
                    marks.frames.append((frame, match))
        return marks

    def _of_whole_text(self) -> list[tuple[Frame, Match]]:
        """The frames that reach over the whole text, each once, with the first of its cues."""
        first: dict[str, tuple[Frame, Match]] = {}
        for number in sorted(self._marks):
            for frame, match in self._marks[number].frames:
                if frame.scope is Scope.TEXT:
                    first.setdefault(frame.name, (frame, match))
        return list(first.values())

    def decisions(self, rules: Iterable[Rule]) -> Iterator[Decision]:
        """What the rules make of every sentence that has an act of theirs with enough beside it, in order."""
        applied = [(rule, form) for rule in rules for form in rule.forms]
        for number in sorted(self._marks):
            acted = {(code, form) for code, form, role in self._marks[number].roles if role is Role.ACT}
            for rule, form in applied if acted else ():
                if (rule.code, form.name) in acted:
                    found = [self._decided(number, rule, form, one) for one in self._candidates(number, rule, form)]
                    if found:
                        yield min(found, key=lambda one: _GRAVEST_FIRST.index(one.level))

    def _decided(self, number: int, rule: Rule, form: Form, found: _Candidate) -> Decision:
        framed = list(self._framed(number, rule, form, found.act))
        level = max((found.level, *(frame.effect for frame, _ in framed)), key=_GRAVEST_FIRST.index)
        cues = [(Role.ACT, found.act), *found.others]
        means: list[tuple[Role | Frame, Match]] = [*cues, *framed]
        steps = tuple(Step(self._shown[match.start : match.end], meaning) for meaning, match in means)
        sentence = self._sentences[number]
        inside = [match for _, match in cues if sentence.holds(match.start, match.end)]
        start, end = min(match.start for match in inside), max(match.end for match in inside)
        return Decision(rule, form, level, sentence, start, end, steps)

    # -- roles ---------------------------------------------------------------------------------------------------------

    def _candidates(self, number: int, rule: Rule, form: Form) -> Iterator[_Candidate]:
        """What comes together around each act, gravest first and then the longest act: at most one for each.

        A frame may hold for one act and not for another: “每人每天可投3票，不得重复投票”.
        """
        asked = ((Level.FINDING, form.finding), (self._rules.public, form.public), (Level.REMINDER, form.reminder))
        told: set[Match] = set()
        acts = self._acts(number, rule, form)
        for level, combinations in sorted(asked, key=lambda one: _GRAVEST_FIRST.index(one[0])):
            for act in acts:
                for combination in combinations if act not in told else ():
                    others = self._others(number, rule, form, act, combination)
                    if others is not None:
                        told.add(act)
                        yield _Candidate(level, act, others)
                        break

    def _acts(self, number: int, rule: Rule, form: Form) -> list[Match]:
        """The acts in a sentence, longest first. Those in the title of a document or in another word are none."""
        marks = self._marks[number]
        words = [
            match
            for frame, match in marks.frames
            if frame.scope is Scope.WORD and frame.name not in marks.lifted and frame.concerns(rule.code, form.name)
        ]
        named = titles(self._text, self._sentences[number])
        acts = [
            act
            for act in marks.roles[rule.code, form.name, Role.ACT]
            if not _is_part(act, words) and not any(title.holds(act.start, act.end) for title in named)
        ]
        return sorted(acts, key=lambda act: act.start - act.end)

    def _others(
        self, number: int, rule: Rule, form: Form, act: Match, combination: Combination
    ) -> tuple[tuple[Role, Match], ...] | None:
        """What else the combination asks for, the nearest of each; None when something is missing."""
        found = []
        for role in Role:
            if role is Role.ACT or role not in combination.here | combination.nearby:
                continue
            key = (rule.code, form.name, role)
            match = self._nearest((number,), key, act)
            if match is None and role in combination.nearby:
                match = self._nearest((number - 1, number + 1), key, act)
            if match is None:
                return None
            found.append((role, match))
        return tuple(found)

    def _nearest(self, numbers: Iterable[int], key: tuple[str, str, Role], act: Match) -> Match | None:
        played = (self._marks[number].roles.get(key, ()) for number in numbers if number in self._marks)
        near = [match for matches in played for match in matches if _distance(match, act) <= REACH]
        return min(near, key=lambda match: (_distance(match, act), match), default=None)

    # -- frames --------------------------------------------------------------------------------------------------------

    def _framed(self, number: int, rule: Rule, form: Form, act: Match) -> Iterator[tuple[Frame, Match]]:
        """The frames that hold for an act, each once."""
        told: set[str] = set()
        for frame, match in (*self._marks[number].frames, *self._over_all):
            if frame.name not in told and self._holds(frame, match, number, rule, form, act):
                told.add(frame.name)
                yield frame, match
        if self._is_spoken(act):
            yield from ((frame, act) for frame in self._rules.frames if frame.scope is Scope.SPEECH)

    def _is_spoken(self, act: Match) -> bool:
        at = bisect_right(self._speech, act.start, key=lambda span: span.start) - 1
        return at >= 0 and self._speech[at].holds(act.start, act.end)

    def _holds(self, frame: Frame, match: Match, number: int, rule: Rule, form: Form, act: Match) -> bool:
        if frame.scope is Scope.WORD or not frame.concerns(rule.code, form.name):
            return False
        if frame.name in self._marks[number].lifted:
            return False
        if frame.scope is Scope.AFTER and (not _reaches(match, act) or self._turned(frame, match, number, act)):
            return False
        roles = self._marks[number].roles
        return not frame.unless or not all(roles.get((rule.code, form.name, role)) for role in frame.unless)

    def _turned(self, frame: Frame, match: Match, number: int, act: Match) -> bool:
        """Whether the sentence turns between a cue and an act: what is forbidden ends, and what is asked for begins."""
        turns = self._marks[number].turns
        return any(turn is frame and match.end <= at.start and at.end <= act.start for turn, at in turns)


def _distance(one: Match, other: Match) -> int:
    return max(0, one.start - other.end, other.start - one.end)


def _reaches(match: Match, act: Match) -> bool:
    """Whether a cue begins before an act (“不组织投票”), or stands in the gap of one: “APP不得设置打卡”."""
    return match.start < act.start or match.end < act.end


def _is_part(match: Match, of: Iterable[Match]) -> bool:
    return any(other.start <= match.start and match.end <= other.end for other in of)
