"""A simulated check in words, as a clerk writes it, in Chinese or English."""

from collections.abc import Iterator, Sequence
from typing import Any

from checks.catalogue import Catalogue, VetoItem
from checks.scoring import Score
from checks.time import shanghai_day
from checks.vocabulary import Severity, Verdict
from reports import wording
from reports.joint import sentences
from reports.simulation import Row, RowState, Simulation
from reports.simulation_margins import freshness, let_pass, margin_of, proof, thing
from reports.terms import REASONS, SEVERITIES, Language, term

_LIGHT = frozenset({Severity.REMINDER, Severity.ADVICE})
_SHOWN = 5
"""Sentences of one row that are told."""

_STATES = {
    RowState.VETO: ("有否决项", "veto"),
    RowState.FORETOLD: ("届时将成为否决项", "would be a veto"),
    RowState.SUSPECTED: ("疑似，待第二次核查", "suspected, to be looked at again"),
    RowState.FOUND: ("有问题", "found"),
    RowState.CLEAR: ("未见问题", "nothing found"),
    RowState.UNKNOWN: ("无法查看", "could not see"),
    RowState.NOT_APPLICABLE: ("不适用", "not applicable"),
    RowState.PERSON: ("由人工读网确认", "read for by a person"),
}
_VERDICTS = {
    Verdict.QUALIFIED: ("未见否决项", "no veto seen"),
    Verdict.UNQUALIFIED: ("不合格", "fails"),
    Verdict.UNDETERMINED: ("无法判定", "undetermined"),
}


def state_word(state: RowState, language: Language) -> str:
    """What a row's state is called."""
    return _STATES[state][language == "en"]


def told(simulation: Simulation, catalogue: Catalogue, language: Language = "zh") -> Iterator[str]:
    """The whole simulation, line by line."""
    yield from _head(simulation, language)
    for row in simulation.rows:
        if row.state is RowState.NOT_APPLICABLE or _is_only_read_for(row):
            continue
        if row.entry.severity is Severity.VETO or row.findings or row.waived:
            yield from _row(row, simulation, language)
    yield from _read_for(simulation, language)
    yield from _points(simulation.grade.score, catalogue, language)
    yield reach(simulation, catalogue, language)
    yield fastest(simulation, language)


def _head(simulation: Simulation, language: Language) -> Iterator[str]:
    target, day = simulation.target.target, simulation.day
    verdict = verdict_word(simulation, language)
    name, unit = wording.clean(target.name), wording.clean(simulation.target.unit.name)
    if language == "en":
        yield f"{name} ({unit}), as of {day}: {verdict}"
    else:
        yield f"{name}（{unit}），监测时间点{wording.day(day)}：{verdict}"
    if simulation.looked is None:
        yield "  从未完成检查。" if language == "zh" else "  It was never looked at."
    elif simulation.is_foretold:
        looked = shanghai_day(simulation.looked)
        yield (
            f"  按{wording.day(looked)}所见推算：此后如不更新，届时情况如下。"
            if language == "zh"
            else f"  Foretold from what was seen on {looked}: so it would be if nothing is published until then."
        )


def _is_only_read_for(row: Row) -> bool:
    """Whether a row says nothing but that a person reads for it."""
    return row.state is RowState.PERSON and not row.set_aside and not row.waived


def _read_for(simulation: Simulation, language: Language) -> Iterator[str]:
    """The vetoes that only a person judges, of which nothing was entered: in one line, for they say nothing more."""
    left = [row.entry for row in simulation.rows if _is_only_read_for(row)]
    if not left:
        return
    word, names = state_word(RowState.PERSON, language), [getattr(one.title, language) for one in left]
    if language == "en":
        yield f"  [{word}] {len(left)} vetoes, nothing entered: {'; '.join(names)}."
    else:
        yield f"  [{word}] {len(left)}项，尚未录入问题：{'、'.join(names)}。"


def verdict_word(simulation: Simulation, language: Language) -> str:
    """The verdict: 未见否决项, never a bare 合格."""
    words = _VERDICTS[simulation.grade.verdict][language == "en"]
    if simulation.grade.verdict is Verdict.UNQUALIFIED and simulation.is_foretold:
        is_so = any(row.state is RowState.VETO for row in simulation.rows)  # what is so today stays so
        if language == "en":
            return f"{'still ' if is_so else ''}{words} then"
        return f"届时{'仍' if is_so else ''}{words}"
    return words


def _row(row: Row, simulation: Simulation, language: Language) -> Iterator[str]:
    entry, year = row.entry, simulation.day.year
    why = f"（{term(REASONS, row.reason)}）" if row.reason and row.state is RowState.UNKNOWN else ""
    if why and language == "en" and row.reason:
        why = f" ({term(REASONS, row.reason, 'en')})"
    word = state_word(row.state, language)
    if row.state is RowState.FOUND and all(one.severity in _LIGHT for one in row.findings):
        word = term(SEVERITIES, Severity.REMINDER, language)
    yield f"  [{word}{why}] {getattr(entry.title, language)} {entry.id}"
    yield f"      {'规则：' if language == 'zh' else 'Rule: '}{getattr(entry.rule, language)}"
    told = sentences(entry, row.findings, year, language)
    for sentence in told[:_SHOWN]:
        yield f"      {sentence.text}"
        yield f"      {'证据：' if language == 'zh' else 'Evidence: '}{proof(sentence.findings[0], year, language)}"
    if len(told) > _SHOWN:
        more = len(row.findings)
        yield f"      等{more}件。" if language == "zh" else f"      {more} in all."
    for row_ in row.set_aside:
        yield (
            f"      不计：第{row_.id}号问题已判为误报。"
            if language == "zh"
            else f"      Not counted: no. {row_.id}, a false alarm."
        )
    for row_, waiver in row.waived:
        yield f"      {let_pass(row_, waiver, year, language)}"
    if margin := margin_of(row, simulation.day, language):
        yield f"      {'余量：' if language == 'zh' else 'Margin: '}{margin}"


def _points(score: Score | None, catalogue: Catalogue, language: Language) -> Iterator[str]:
    if score is None:
        return
    for one in score.deductions:
        title = getattr(catalogue[one.indicator].title, language)
        kind = "" if not one.unverified else ("（未核实）" if language == "zh" else " (not verified)")
        yield (
            f"  扣分：{title}{one.count}件，{_number(one.points)}分{kind}"
            if language == "zh"
            else f"  Points: {title}, {one.count}, -{_number(one.points)}{kind}"
        )
    if score.is_official:
        yield f"  得分{_number(score.verified)}分。" if language == "zh" else f"  Score {_number(score.verified)}."
    else:
        yield (
            f"  参考得分{_number(score.reference)}分（含未核实分值，不是官方得分；"
            f"只按已核实分值计为{_number(score.verified)}分）。"
            if language == "zh"
            else f"  For reference {_number(score.reference)} points (with points not verified, no official score; by "
            f"verified points alone {_number(score.verified)})."
        )


def _number(value: Any) -> str:
    return f"{float(value):g}"


def reach(simulation: Simulation, catalogue: Catalogue, language: Language = "zh") -> str:
    """How many veto items were judged by machine, and what a person reads for."""
    group = "site" if simulation.target.target.kind.is_site else "account"
    judged = {row.entry.id for row in simulation.rows if row.state not in (RowState.UNKNOWN, RowState.PERSON)}
    items = [item for item in catalogue.veto_items if item.class_ == group]
    seen = [item for item in items if item.is_automatic and set(item.judged_by) <= judged]
    unseen = [item for item in items if item.is_automatic and item not in seen]
    read_for = [item for item in items if not item.is_automatic]
    if language == "en":
        blind = f" {len(unseen)} could not be seen;" if unseen else ""
        return f"  {len(seen)} of {len(items)} veto items were judged by machine;{blind} a person reads for the others."
    parts = [f"自动可查{len(seen)}/{len(items)}项否决指标"]
    parts += [f"{_quoted(unseen)}本次无法查看"] if unseen else []
    parts += [f"{_quoted(read_for)}由人工读网确认"] if read_for else []
    return f"  {'，'.join(parts)}。"


def _quoted(items: Sequence[VetoItem]) -> str:
    return "".join(f"“{item.title}”" for item in items)


def fastest(simulation: Simulation, language: Language = "zh") -> str:
    """What would change the verdict fastest."""
    bad = [row for row in simulation.rows if row.state in (RowState.VETO, RowState.FORETOLD, RowState.SUSPECTED)]
    if bad:
        names = "、".join(getattr(row.entry.title, language) for row in bad)
        remedy = getattr(bad[0].entry.remedy, language)
        if language == "en":
            return f"  What changes it fastest: {names}. {remedy}"
        return f"  最快改变结论：{'只此一项，' if len(bad) == 1 else ''}{names}。{remedy}"
    near = simulation.next_limit
    if near is not None and near.left is not None:
        first = near.measures[0]
        if language == "en":
            return f"  What may change first: {thing(first, language)}, {freshness(first, simulation.day, 'en')}."
        return f"  最先可能变化：{thing(first, language)}，{freshness(first, simulation.day)}。"
    blind = [row for row in simulation.rows if row.state is RowState.UNKNOWN and row.entry.severity is Severity.VETO]
    names = "、".join(getattr(row.entry.title, language) for row in blind)
    if language == "en":
        return f"  Not seen yet: {names}." if blind else "  Nothing is near its limit."
    return f"  先要看到：{names}。" if blind else "  没有临近限值的项。"
