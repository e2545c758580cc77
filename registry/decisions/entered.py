"""Findings that people enter: read by a person, told from above, or found by somebody else.

Entering is a scan of its own in the history of findings; it leaves no observation, tally or visit, and no report takes
it for a look at the target. What is entered was seen by a person, so that it waits for the office's decision at once.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel.ext.asyncio.session import AsyncSession

from checks.finding import Finding, Judgement
from checks.vocabulary import Outcome, Severity
from registry.errors import BooksError
from registry.models import FindingRow, FindingState, Scan, ScanState
from registry.seen.entering import enter_findings

SELECTION = "entered"
LONGEST = 300
"""Longest description, in characters."""

_SECRET = re.compile(r"(?:绝密|机密|秘密)\s*[★☆]|(?:绝密|机密)\s*(?:文件|级)")


class Source(StrEnum):
    """Where a finding comes from."""

    PERSON = "人工读网"
    ERROR_ENTRY = "我为政府网站找错"
    ABOVE = "上级通报"
    THIRD = "第三方监测"
    MUTUAL = "结对互查"
    LEADER = "领导交办"


class EnteringError(BooksError):
    """A finding cannot be entered. The message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody found. ``about`` tells it apart, the address where it is empty; ``text`` describes it.

    Of what is ``sensitive`` no text is kept.
    """

    target_id: str
    indicator: str
    severity: Severity
    url: str
    source: Source
    by: str
    text: str = ""
    about: str = ""
    sensitive: bool = False


def finding_of(one: Statement) -> Finding:
    """The finding of a statement. Raises :class:`EnteringError` where what is said must not be kept."""
    for said in (one.text, one.about, one.url):
        if _SECRET.search(said):
            raise EnteringError("所填内容带有密级标志，不能录入：请按保密规定处置，只填网址，并电话报告。")
    data: dict[str, str] = {"source": one.source.value, "entered_by": one.by}
    if one.text and not one.sensitive:
        data["told"] = one.text[:LONGEST]
    return Finding(
        indicator=one.indicator,
        target=one.target_id,
        about=one.about or one.url or one.indicator,
        severity=one.severity,
        url=one.url,
        confirmed=True,
        data=data,
    )


async def enter_statements(
    session: AsyncSession, office_id: int, statements: Sequence[Statement], now: datetime
) -> Scan:
    """Enter what people found, all of it or nothing. Raises :class:`EnteringError`."""
    by_target: dict[str, dict[str, list[Finding]]] = {}
    for one in statements:
        by_target.setdefault(one.target_id, {}).setdefault(one.indicator, []).append(finding_of(one))
    judgements = {
        target: {name: Judgement(Outcome.FINDING, tuple(found)) for name, found in there.items()}
        for target, there in by_target.items()
    }
    return await _entered(session, office_id, judgements, now)


async def enter_repaired(session: AsyncSession, office_id: int, findings: Sequence[FindingRow], now: datetime) -> Scan:
    """Enter that a person saw findings to be repaired. Raises :class:`EnteringError` for one that is not open."""
    judgements: dict[str, dict[str, Judgement]] = {}
    for row in findings:
        if row.state is not FindingState.OPEN:
            raise EnteringError(f"第{row.id}号问题已经是修复状态，无需再记。")
        had = judgements.setdefault(row.target_id, {}).get(row.indicator)
        cleared = (had.cleared if had else frozenset()) | {row.about}
        judgements[row.target_id][row.indicator] = Judgement(Outcome.OK, cleared=cleared)
    return await _entered(session, office_id, judgements, now)


async def _entered(
    session: AsyncSession, office_id: int, judgements: Mapping[str, Mapping[str, Judgement]], now: datetime
) -> Scan:
    scan = Scan(
        office_id=office_id, selection=SELECTION, state=ScanState.FINISHED, as_of=now, started=now, finished=now
    )
    session.add(scan)
    await session.flush()
    await enter_findings(session, scan, judgements)
    return scan
