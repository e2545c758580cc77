"""A simulated check in words, as a clerk writes it, in Chinese or English."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from checks.catalogue import Catalogue
from checks.scoring import Score
from checks.time import days_between, shanghai_day
from checks.vocabulary import Severity, Verdict
from registry.models import FindingRow, MeasureRow, Waiver, WaiverKind
from reports import wording
from reports.simulation import Row, RowState, Simulation
from reports.terms import REASONS, Language, term

_STATES = {
    RowState.VETO: ("有否决项", "veto"),
    RowState.FORETOLD: ("届时将成为否决项", "would be a veto"),
    RowState.SUSPECTED: ("疑似，待第二次核查", "suspected, to be looked at again"),
    RowState.FOUND: ("有问题", "found"),
    RowState.CLEAR: ("未见问题", "nothing found"),
    RowState.UNKNOWN: ("看不到", "could not see"),
    RowState.NOT_APPLICABLE: ("不适用", "not applicable"),
    RowState.PERSON: ("由人工读网确认", "read for by a person"),
}
_VERDICTS = {
    Verdict.QUALIFIED: ("未见否决项", "no veto seen"),
    Verdict.UNQUALIFIED: ("不合格", "fails"),
    Verdict.UNDETERMINED: ("无法判定", "undetermined"),
}
_SITUATIONS = {
    "updating": ("动态要闻等未更新", "news and the like not updated"),
    "overdue": ("应更新未更新", "overdue"),
    "empty": ("空白栏目", "empty"),
}


def state_word(state: RowState, language: Language) -> str:
    """What a row's state is called."""
    return _STATES[state][language == "en"]


def told(simulation: Simulation, catalogue: Catalogue, language: Language = "zh") -> Iterator[str]:
    """The whole simulation, line by line."""
    yield from _head(simulation, language)
    for row in simulation.rows:
        if row.state is not RowState.NOT_APPLICABLE and (row.entry.severity is Severity.VETO or row.findings):
            yield from _row(row, simulation, language)
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


def verdict_word(simulation: Simulation, language: Language) -> str:
    """The verdict: 未见否决项, never a bare 合格."""
    words = _VERDICTS[simulation.grade.verdict][language == "en"]
    if simulation.grade.verdict is Verdict.UNQUALIFIED and simulation.is_foretold:
        return f"届时{words}" if language == "zh" else f"{words} then"
    return words


def _row(row: Row, simulation: Simulation, language: Language) -> Iterator[str]:
    entry, year = row.entry, simulation.day.year
    why = f"（{term(REASONS, row.reason)}）" if row.reason and row.state is RowState.UNKNOWN else ""
    if why and language == "en" and row.reason:
        why = f" ({term(REASONS, row.reason, 'en')})"
    yield f"  [{state_word(row.state, language)}{why}] {getattr(entry.title, language)} {entry.id}"
    yield f"      {'规则' if language == 'zh' else 'Rule'}: {getattr(entry.rule, language)}"
    for finding in row.findings[:5]:
        yield "      " + wording.sentence(
            entry, url=finding.url, about=finding.about, outcome=finding.link_outcome, data=finding.data, year=year,
            language=language,
        )  # fmt: skip
        looks = "；".join(wording.looks(finding.first_seen, finding.confirmed, year))
        yield f"      {'证据' if language == 'zh' else 'Evidence'}: {wording.short_url(finding.url)} {looks}"
    if len(row.findings) > 5:
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
        yield f"      {'余量' if language == 'zh' else 'Margin'}: {margin}"


def let_pass(row: FindingRow, waiver: Waiver, year: int, language: Language = "zh") -> str:
    """``不计：第12号问题经申诉批准（宜府办复〔2026〕3号），有效至12月31日。``"""
    if language == "en":
        kind = "an appeal" if waiver.kind is WaiverKind.APPEAL else "an exception"
        return f"Not counted: no. {row.id}, {kind} was approved ({waiver.number}), until {waiver.until}."
    paper = wording.clean(waiver.number, wording.NAME_LENGTH)
    return f"不计：第{row.id}号问题经{waiver.kind.value}批准（{paper}），有效至{wording.day(waiver.until, year)}。"


def margin_of(row: Row, day: date, language: Language = "zh") -> str:
    """How near a row is to its limit, or nothing where nothing tells."""
    if not row.measures:
        return ""
    first = row.measures[0]
    if first.due is not None:
        return freshness(first, day, language)
    if "visits" in first.data:
        return availability(first.data, language)
    return ("；" if language == "zh" else "; ").join(_situation(one, language) for one in row.measures)


def freshness(measure: MeasureRow, day: date, language: Language = "zh") -> str:
    """``最近更新11月11日，已13天，限14天，到期日11月25日，还剩1天``."""
    assert measure.newest is not None  # noqa: S101  what has a last day has a newest one
    assert measure.due is not None  # noqa: S101  the caller looked
    age, left = days_between(measure.newest, day), days_between(day, measure.due)
    limit, by_months = measure.data.get("limit"), measure.data.get("by_months")
    if language == "en":
        span = f"{limit} months" if by_months else f"{limit} days"
        end = f"{left} days left" if left >= 0 else f"{-left} days late"
        return f"newest {measure.newest}, {age} days ago, limit {span}, due {measure.due}, {end}"
    span = f"{limit}个月" if by_months else f"{limit}天"
    end = "今天到期" if left == 0 else f"还剩{left}天" if left > 0 else f"已超{-left}天"
    newest, due = wording.day(measure.newest, day.year), wording.day(measure.due, day.year)
    return f"最近更新{newest}，已{age}天，限{span}，到期日{due}，{end}"


def availability(data: dict[str, Any], language: Language = "zh") -> str:
    """``143次探测，失败4次，2.8%：本周再失败4次即单项否决``."""
    visits, failed, percent, left = data["visits"], data["failed"], data["percent"], data["left"]
    apart, blind = data.get("maintained", 0), data.get("unwitnessed", 0)
    if language == "en":
        end = f"{left} more failures this week are a veto" if left else "a veto"
        more = f"; {apart} in announced maintenance not counted" if apart else ""
        return f"{visits} visits, {failed} failed, {percent}%: {end}{more}" + (
            f"; no witness was asked for {blind}" if blind else ""
        )
    end = f"本周再失败{left}次即单项否决" if left else f"已达到{data['limit']}%的限值"
    more = f"；公告维护期间{apart}次另计" if apart else ""
    more += f"；{blind}次没有见证地址佐证" if blind else ""
    return f"{visits}次探测，失败{failed}次，{percent}%：{end}{more}"


def _situation(one: MeasureRow, language: Language) -> str:
    name = _SITUATIONS.get(one.about, (one.name, one.name))[language == "en"]
    count, limit = one.data.get("count"), one.data.get("limit")
    return f"{name}{count}个/{limit}个" if language == "zh" else f"{name} {count} of {limit}"


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
            f"只按已核实分值为{_number(score.verified)}分）。"
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
    seen = [item.title for item in items if item.is_automatic and set(item.judged_by) <= judged]
    rest = [item.title for item in items if item.title not in seen]
    if language == "en":
        return f"  {len(seen)} of {len(items)} veto items were judged by machine; a person reads for the others."
    named = "".join(f"“{title}”" for title in rest)
    return f"  自动可查{len(seen)}/{len(items)}项否决指标" + (f"，{named}由人工读网确认。" if rest else "。")


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
            return f"  What changes it fastest: {first.name}, {freshness(first, simulation.day, 'en')}."
        return f"  最先可能变化：{wording.clean(first.name)}，{freshness(first, simulation.day)}。"
    blind = [row for row in simulation.rows if row.state is RowState.UNKNOWN and row.entry.severity is Severity.VETO]
    names = "、".join(getattr(row.entry.title, language) for row in blind)
    if language == "en":
        return f"  Not seen yet: {names}." if blind else "  Nothing is near its limit."
    return f"  先要看到：{names}。" if blind else "  没有临近限值的项。"
