"""The ledger of problems (问题台账.xlsx): one row for each finding, in the columns of the office and their order.

What concerns a ticket stays empty while there is none. Whatever comes from a page is cleaned, and stands in the sheet
as text: no formula and no link is active in it.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from checks.catalogue import Catalogue, Indicator, State
from checks.time import SHANGHAI, shanghai_day
from registry.decisions.ledger_answers import LONGEST
from registry.decisions.reviews import standing
from registry.models import Decision, FindingRow, FindingState, ItemState
from registry.sheets.headings import Column
from registry.sheets.workbook.writing import Sheet, SheetColumn, Value, write_workbook
from reports import terms, wording
from reports.ledger_lines import Line, OnTicket, lines_of

HEADINGS = (
    *("序号", "问题编号", "来源", "发现时间", "责任单位", "主管单位", "对象类型", "网站(账号)名称"),
    *("标识码(账号ID)", "栏目", "问题大类", "问题小类", "性质", "问题描述", "页面标题", "问题网址"),
    *("错误内容", "建议修改", "发布时间", "证据号", "依据", "整改要求", "交办时间", "整改时限"),
    *("反馈时间", "整改情况", "复核时间", "复核结果", "状态", "是否反复", "备注"),
)
"""The columns of the ledger, in the order that does not change."""

WATCHED = "系统监测"
"""来源 of what the monitor found; what people entered names its own."""

_LONG = frozenset({"问题描述", "问题网址", "错误内容", "建议修改", "依据", "整改要求", "整改情况", "备注"})
_TEXT, _URL, _EVIDENCE = 500, 1_000, 12


async def ledger_workbook(session: AsyncSession, office_id: int, catalogue: Catalogue, now: datetime) -> bytes:
    """The ledger of an office as it stands: units in the order of papers, the newest problem of a target last."""
    lines = await lines_of(session, office_id)
    rows = [_row(number, line, catalogue, now) for number, line in enumerate(lines, start=1)]
    columns = [SheetColumn(heading, wraps=heading in _LONG) for heading in HEADINGS]
    return write_workbook([Sheet("问题台账", columns, rows)], now)


def _row(number: int, line: Line, catalogue: Catalogue, now: datetime) -> Sequence[Value]:
    cells: dict[str, Value] = {"序号": number, "来源": _text(line.finding.data.get("source") or WATCHED)}
    cells |= _whose(line) | _what(line, catalogue, now) | _where(line)
    if line.order is not None:
        cells |= _ordered(line.order, line.finding, catalogue)
    return [cells.get(heading) for heading in HEADINGS]


def _whose(line: Line) -> dict[str, Value]:
    target = line.entry.target
    unit = line.unit
    return {
        "责任单位": _text(unit.name),
        "主管单位": _text(unit.details.get(Column.SUPERVISOR, "")),
        "对象类型": terms.term(terms.KINDS, target.kind),
        "网站(账号)名称": _text(target.name),
        "标识码(账号ID)": _text(target.site_code or target.account),
    }


def _what(line: Line, catalogue: Catalogue, now: datetime) -> dict[str, Value]:
    row = line.finding
    entry = catalogue.get(row.indicator)
    return {
        "发现时间": _local(row.first_seen),
        "问题大类": entry.group.zh if entry else "",
        "问题小类": wording.title(row.indicator, catalogue),
        "性质": terms.term(terms.SEVERITIES, row.severity),
        "问题描述": _told(row, entry, shanghai_day(now).year),
        "建议修改": entry.remedy.zh if entry else "",
        "证据号": "、".join(number[:_EVIDENCE] for number in row.evidence),
        "依据": _basis(entry) if entry else "",
        "状态": _state(line, now),
        "是否反复": "是" if row.relapses else "否",
        "备注": _remarks(line),
    }


def _told(row: FindingRow, entry: Indicator | None, year: int) -> str:
    if entry is None:
        return wording.short_url(row.about)
    return wording.sentence(entry, url=row.url, about=row.about, outcome=row.link_outcome, data=row.data, year=year)


def _basis(entry: Indicator) -> str:
    if entry.basis.state is State.OWN:
        return terms.term(terms.BASIS_STATES, State.OWN)
    return "，".join(filter(None, (entry.basis.document, entry.basis.clause)))


def _where(line: Line) -> dict[str, Value]:
    row = line.finding
    page, _, text, *titles = row.places[0] if row.places else (row.url or line.entry.target.url, 0, "")
    wrong = [row.data.get("quotation") or text, row.about if row.link_outcome else ""]
    return {
        "栏目": _text(line.column),
        "页面标题": _text(row.data.get("title") or "".join(titles)),
        "问题网址": _text(page, _URL),
        "错误内容": "：".join(filter(None, (_text(one, _URL) for one in wrong))),
        "发布时间": _text(row.data.get("published") or row.data.get("newest") or ""),
    }


def _ordered(order: OnTicket, row: FindingRow, catalogue: Catalogue) -> dict[str, Value]:
    ticket, item = order.ticket, order.item
    entry = catalogue.get(row.indicator)
    repaired = item.state is ItemState.REPAIRED
    return {
        "问题编号": ticket.number,
        "整改要求": entry.right.zh if entry else "",
        "交办时间": _local(ticket.issued),
        "整改时限": ticket.due,
        "反馈时间": _local(ticket.answered),
        "整改情况": answer_shown(ticket.answer),
        "复核时间": _local(item.checked if repaired and item.checked else order.checked),
        "复核结果": str(item.state) if repaired or order.checked else "",
    }


def _state(line: Line, now: datetime) -> str:
    """The state of the ticket; before one, what people or later looks made of the finding."""
    if line.order is not None:
        return line.order.ticket.state
    row = line.finding
    decided = standing(line.review, row.relapses, shanghai_day(now))
    if row.state is FindingState.RESOLVED and decided is not Decision.FALSE_ALARM:
        return "已修复"
    return decided or ("待确认" if row.confirmed else "初判")


def _remarks(line: Line) -> str:
    row = line.finding
    remarks = [
        f"共{row.places_total}处" if row.places_total > 1 else "",
        f"第{row.relapses}次反复" if row.relapses else "",
        _text(line.review.reason) if line.review else "",
    ]
    return "；".join(filter(None, remarks))


def answer_shown(text: str) -> str:
    """An answer as the ledger shows it, whole. What comes back as it was written out was not filled by the unit."""
    return wording.clean(text, LONGEST)


def _text(text: object, limit: int = _TEXT) -> str:
    return wording.clean(str(text), limit)


def _local(instant: datetime | None) -> datetime | None:
    """The time by the clock in Shanghai, as a sheet shows it."""
    return instant.astimezone(SHANGHAI).replace(tzinfo=None, second=0, microsecond=0) if instant else None
