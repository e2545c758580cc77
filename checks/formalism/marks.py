"""The cues of one sentence, by what they are for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from checks.cues import Match
from checks.formalism.meanings import ROLES, Meaning, Own, Plan
from checks.formalism.model import Frame, Role, Scope
from checks.formalism.sentences import Span, quoted_names, titles

REACH = 80
"""Characters between an act and what else is said of it, at most."""

MOST = 3
"""Times that a cue counts in a sentence; repeating it says nothing more, and would only cost time."""

_NEVER_NAMES = frozenset({ROLES.index(role) for role in (Role.AUDIENCE, Role.MOBILISING, Role.CONTROL)})
"""Roles that no word within a quoted name plays: an account called “云溪督查” checks nobody."""

Raised = tuple[Frame, Match]
"""A frame, and the cue that raises it."""

Played = Mapping[int, Sequence[Match]]
"""Cues by the roles they play."""


@dataclass(slots=True, eq=False)
class Marks:
    """The cues of one sentence.

    ``acts`` are by the number of the form. ``words`` are the frames within whose cues no act is one, ``frames`` all
    others, and ``turns`` where they end. ``lifted`` names those that do not hold.
    """

    sentence: Span
    acts: dict[int, list[Match]]
    words: list[Raised]
    frames: list[Raised]
    turns: list[Raised]
    lifted: frozenset[str]
    titles: list[Span]
    _shared: dict[int, list[Match]]
    _own: list[tuple[Match, Own, bool]]
    _by_form: dict[int, list[tuple[Match, tuple[int, ...], bool]]] = field(default_factory=dict)

    def played(self, form: int) -> Played:
        """The cues by the roles they play in a form."""
        if not self._by_form:
            for match, own, named in self._own:
                for number, roles in own.items():
                    self._by_form.setdefault(number, []).append((match, roles, named))
        played: dict[int, Sequence[Match]] = dict(self._shared)
        for match, roles, named in self._by_form.get(form, ()):
            for role in roles:
                if not (named and role in _NEVER_NAMES):
                    played[role] = (*played.get(role, ()), match)
        return played

    def acts_of(self, plan: Plan) -> list[Match]:
        """The acts of a form, longest first. Those in the title of a document or in another word are none."""
        acts = self.acts[plan.number]
        if self.words:
            words = [match for frame, match in self.words if frame.concerns(plan.rule.code, plan.form.name)]
            acts = [act for act in acts if not any(is_part(act, word) or runs_on(act, word) for word in words)]
        if self.titles:
            acts = [act for act in acts if not any(title.holds(act.start, act.end) for title in self.titles)]
        return sorted(acts, key=_shortness) if len(acts) > 1 else acts


def marks_of(text: str, sentence: Span, matches: Sequence[Match], meanings: Mapping[str, Meaning]) -> Marks:
    """The marks of a sentence with these cues, in order."""
    acts: dict[int, list[Match]] = {}
    shared: dict[int, list[Match]] = {}
    own: list[tuple[Match, Own, bool]] = []
    raised: list[Raised] = []
    turns: list[Raised] = []
    lifted: frozenset[str] = frozenset()
    names = quoted_names(text, matches[0].start, matches[-1].end) if matches else ()
    for match in _counted(matches):
        roles, forms, acting, frames, _, ends, lifts, framing = meanings[match.cue]
        named = bool(names) and any(name.holds(match.start, match.end) for name in names)
        for role in roles:
            if not (named and role in _NEVER_NAMES):
                shared.setdefault(role, []).append(match)
        if forms:
            own.append((match, forms, named))
        for form in acting:
            acts.setdefault(form, []).append(match)
        if framing:
            raised += [(frame, match) for frame in frames]
            turns += [(frame, match) for frame in ends]
            lifted |= lifts
    raised = [one for one in _uncovered(raised, matches, meanings) if one[0].name not in lifted]
    words = [one for one in raised if one[0].scope is Scope.WORD]
    others = [one for one in raised if one[0].scope is not Scope.WORD] if words else raised
    return Marks(sentence, acts, words, others, turns, lifted, titles(text, sentence) if acts else [], shared, own)


def frames_of(matches: Sequence[Match], meanings: Mapping[str, Meaning]) -> list[Raised]:
    """The frames that the cues of a sentence raise, in order."""
    raised = [(frame, match) for match in _counted(matches) for frame in meanings[match.cue].frames]
    return _uncovered(raised, matches, meanings)


def _uncovered(raised: list[Raised], matches: Sequence[Match], meanings: Mapping[str, Meaning]) -> list[Raised]:
    """Without the frames whose cue stands within what covers it."""
    covers = [(frame, match) for match in matches for frame in meanings[match.cue].covers] if raised else []
    if not covers:
        return raised
    return [
        (frame, match)
        for frame, match in raised
        if not any(other is frame and is_part(match, cover) for other, cover in covers)
    ]


def is_part(match: Match, other: Match) -> bool:
    """Whether a cue stands within another."""
    return other.start <= match.start and match.end <= other.end


def runs_on(match: Match, other: Match) -> bool:
    """Whether the last word of a cue goes on as another: “组织…打卡” in front of “点” is about a “打卡点”."""
    return match.start < other.start < match.end < other.end


def nearest(matches: Iterable[Match], act: Match) -> Match | None:
    """The cue that stands nearest to an act, the first of two; None where none is within reach."""
    found, least = None, REACH + 1
    for match in matches:
        distance = max(0, match.start - act.end, act.start - match.end)
        if distance < least or (distance == least and found is not None and match < found):
            found, least = match, distance
    return found


def apart(played: Played, act: Match) -> Played:
    """The cues that share no character with an act: “截图” alone asks for no screenshot, whatever it plays."""
    return {
        role: [one for one in cues if one.end <= act.start or act.end <= one.start] for role, cues in played.items()
    }


def reaches(match: Match, act: Match) -> bool:
    """Whether a cue begins before an act (“不组织投票”), or stands in the gap of one: “APP不得设置打卡”."""
    return match.start < act.start or match.end < act.end


def _shortness(match: Match) -> int:
    return match.start - match.end


def _counted(matches: Iterable[Match]) -> list[Match]:
    """The first few of each cue."""
    times: dict[str, int] = {}
    kept = []
    for match in matches:
        seen = times[match.cue] = times.get(match.cue, 0) + 1
        if seen <= MOST:
            kept.append(match)
    return kept
