"""How near a row of a simulated check is to its limit, and what it rests on, in words."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from checks.time import SHANGHAI, days_between
from registry.models import FindingRow, MeasureRow, Waiver, WaiverKind
from reports import wording
from reports.simulation import Row
from reports.terms import Language

_SITUATIONS = {
    "updating": ("动态要闻等未更新", "news and the like not updated"),
    "overdue": ("应更新未更新", "overdue"),
    "empty": ("空白栏目", "empty"),
}
"""The situations of site.columns-stale, in the order of its rule."""


def margin_of(row: Row, day: date, language: Language = "zh") -> str:
    """How near a row is to its limit, or nothing where nothing tells."""
    if not row.measures:
        return ""
    first = row.measures[0]
    if first.due is not None:
        told = freshness(first, day, language)
        if len(row.measures) == 1:
            return told
        return f"“{thing(first, language)}”{told}" if language == "zh" else f"{thing(first, language)}: {told}"
    if "visits" in first.data:
        return availability(first.data, language)
    order = list(_SITUATIONS)
    counted = sorted(row.measures, key=lambda one: order.index(one.about) if one.about in order else len(order))
    said = [situation(one.about, one.data, language) for one in counted]
    if not first.data.get("approved", 1):
        said.append("尚无已核定的栏目" if language == "zh" else "no column was approved yet")
    return ("；" if language == "zh" else "; ").join(said)


def thing(measure: MeasureRow, language: Language) -> str:
    """What is near its limit, as people call it."""
    if language == "en" and measure.name == "首页":
        return "the home page"
    return wording.clean(measure.name)


def freshness(measure: MeasureRow, day: date, language: Language = "zh") -> str:
    """``最近更新11月11日，已13天，限14天，到期日11月25日，还剩1天``."""
    assert measure.newest is not None  # noqa: S101  what has a last day has a newest one
    assert measure.due is not None  # noqa: S101  the caller looked
    age, left = days_between(measure.newest, day), days_between(day, measure.due)
    limit, by_months = measure.data.get("limit"), measure.data.get("by_months")
    if language == "en":
        span = f"{limit} months" if by_months else f"{limit} days"
        end = "due today" if left == 0 else f"{_days(left)} left" if left > 0 else f"{_days(-left)} late"
        return f"newest {measure.newest}, {_days(age)} ago, limit {span}, due {measure.due}, {end}"
    span = f"{limit}个月" if by_months else f"{limit}天"
    end = "今天到期" if left == 0 else f"还剩{left}天" if left > 0 else f"已超{-left}天"
    newest, due = wording.day(measure.newest, day.year), wording.day(measure.due, day.year)
    return f"最近更新{newest}，已{age}天，限{span}，到期日{due}，{end}"


def availability(data: Mapping[str, Any], language: Language = "zh") -> str:
    """``143次探测，失败4次，2.8%：本周再失败4次即单项否决``."""
    visits, failed, percent, left = data["visits"], data["failed"], f"{data['percent']:g}", data["left"]
    apart, blind = data.get("maintained", 0), data.get("unwitnessed", 0)
    if language == "en":
        end = f"{left} more failures this week are a veto" if left else f"the limit is {data['limit']}%: a veto"
        more = f"; {apart} in announced maintenance not counted" if apart else ""
        more += f"; no witness was asked for {blind}" if blind else ""
        return f"{visits} visits, {failed} failed, {percent}%: {end}{more}"
    end = f"本周再失败{left}次即单项否决" if left else f"达到或超过{data['limit']}%的限值，构成单项否决"
    more = f"；公告维护期间{apart}次另计" if apart else ""
    more += f"；{blind}次没有见证地址佐证" if blind else ""
    return f"{visits}次探测，失败{failed}次，{percent}%：{end}{more}"


def situation(about: str, data: Mapping[str, Any], language: Language = "zh") -> str:
    """``应更新未更新3个，限值5个``: a situation of the rule of columns, and how many columns are in it."""
    name = _SITUATIONS.get(about, (about, about))[language == "en"]
    count, limit = data.get("count"), data.get("limit")
    return f"{name}{count}个，限值{limit}个" if language == "zh" else f"{name} {count} of {limit}"


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"


def proof(finding: FindingRow, year: int, language: Language = "zh") -> str:
    """Where and when a finding was seen, and by how many looks."""
    where = wording.short_url(finding.url)
    first, last = finding.data.get("first"), finding.data.get("last")
    if isinstance(first, str) and isinstance(last, str):  # a week of visits, and not two looks
        began, ended = (_moment(datetime.fromisoformat(one), year, language) for one in (first, last))
        told = f"首次失败{began}，末次失败{ended}" if language == "zh" else f"first failure {began}, last {ended}"
        return f"{where} {told}"
    if language == "zh":
        return f"{where} {'；'.join(wording.looks(finding.first_seen, finding.confirmed, year))}"
    seen, confirmed = _moment(finding.first_seen, year, language), finding.confirmed
    if confirmed is None:
        return f"{where} {seen}; not looked at a second time yet"
    if confirmed <= finding.first_seen:
        return f"{where} {seen}; looked at twice in that scan"
    return f"{where} {seen}; again {_moment(confirmed, year, language)}"


def _moment(instant: datetime, year: int, language: Language) -> str:
    return wording.moment(instant, year) if language == "zh" else f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def let_pass(row: FindingRow, waiver: Waiver, year: int, language: Language = "zh") -> str:
    """``不计：第12号问题经申诉批准（宜府办复〔2026〕3号），有效至12月31日。``"""
    if language == "en":
        kind = "an appeal" if waiver.kind is WaiverKind.APPEAL else "an exception"
        return f"Not counted: no. {row.id}, {kind} was approved ({waiver.number}), until {waiver.until}."
    paper = wording.clean(waiver.number, wording.NAME_LENGTH)
    return f"不计：第{row.id}号问题经{waiver.kind.value}批准（{paper}），有效至{wording.day(waiver.until, year)}。"
