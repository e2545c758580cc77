"""Entering findings: what a visit saw, brought together with what the books hold."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from sqlalchemy import select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from checks.finding import MAX_PLACES, Finding, Judgement, Place, fingerprint
from checks.vocabulary import Outcome
from registry.models import FindingRow, FindingState, FindingStep, Scan, Step, stored
from registry.seen.life import Life, Turn, begin, clear, see
from registry.store.bulk import batches, fetch, insert_rows, update_rows

_LIFE = [one.name for one in fields(Life)]
_LONGEST_TITLE = 200

Judgements = Mapping[str, Mapping[str, Judgement]]
"""Judgements by target id and indicator."""


@dataclass(slots=True)
class _Entries:
    """What is to be written, gathered before anything is."""

    new: list[dict[str, Any]] = field(default_factory=list)
    seen: dict[int, dict[str, Any]] = field(default_factory=dict)
    cleared: dict[int, dict[str, Any]] = field(default_factory=dict)
    steps: list[tuple[str, Step]] = field(default_factory=list)


async def enter_findings(session: AsyncSession, scan: Scan, judgements: Judgements) -> None:
    """Open, confirm, resolve and relapse findings by the judgements of one visit of ``scan``."""
    found = {finding.fingerprint: finding for finding in findings_in(judgements)}
    known = await _known(session, list(judgements), list(found))
    entries = _Entries()
    for mark, finding in found.items():
        _enter_seen(entries, scan, known.get(mark), finding)
    for mark in _cleared(judgements) - found.keys():
        if mark in known:
            _enter_cleared(entries, scan, mark, *known[mark])
    await insert_rows(session, FindingRow, entries.new)
    await update_rows(session, FindingRow, entries.seen)
    await update_rows(session, FindingRow, entries.cleared)
    await _enter_steps(session, scan, entries.steps, {mark: row_id for mark, (row_id, _) in known.items()})


def findings_in(judgements: Judgements) -> Iterator[Finding]:
    """The findings as they are stored, each thing once: of two that are about the same the first counts."""
    marks: set[str] = set()
    for target_id, by_indicator in judgements.items():
        for indicator, judgement in by_indicator.items():
            for finding in map(_storable, judgement.findings):
                if (finding.target, finding.indicator) != (target_id, indicator):
                    raise ValueError(
                        f"a finding of {finding.indicator} on {finding.target} came for {indicator} on {target_id}"
                    )
                if finding.fingerprint not in marks:
                    marks.add(finding.fingerprint)
                    yield finding


def _cleared(judgements: Judgements) -> set[str]:
    return {
        fingerprint(indicator, target_id, about)
        for target_id, by_indicator in judgements.items()
        for indicator, judgement in by_indicator.items()
        if judgement.outcome is not Outcome.NOT_APPLICABLE
        for about in judgement.cleared
    }


async def _known(session: AsyncSession, target_ids: list[str], marks: list[str]) -> dict[str, tuple[int, Life]]:
    """What the books hold of these targets' open findings and of all findings with these marks."""
    columns = [col(FindingRow.fingerprint), col(FindingRow.id), *(getattr(FindingRow, name) for name in _LIFE)]
    known: dict[str, tuple[int, Life]] = {}
    is_open = col(FindingRow.target_id).in_(target_ids) & (col(FindingRow.state) == FindingState.OPEN)
    for wanted in (is_open, *(col(FindingRow.fingerprint).in_(batch) for batch in batches(marks))):
        for mark, row_id, *life in await fetch(session, select(*columns).where(wanted)):
            known[mark] = (row_id, Life(*life))
    return known


def _enter_seen(entries: _Entries, scan: Scan, known: tuple[int, Life] | None, finding: Finding) -> None:
    if known is None:
        turn: Turn | None = begin(scan.as_of, confirmed=finding.confirmed)
    else:
        turn = see(known[1], scan.as_of, confirmed=finding.confirmed)
    if turn is None:
        return
    row = _figures(finding) | _columns(turn.life) | {"last_scan_id": stored(scan.id)}
    if known is None:
        entries.new.append(row | _identity(scan, finding))
    else:
        entries.seen[known[0]] = row
    entries.steps.extend((finding.fingerprint, step) for step in turn.steps)


def _enter_cleared(entries: _Entries, scan: Scan, mark: str, row_id: int, life: Life) -> None:
    turn = clear(life, scan.as_of)
    if turn is not None:
        entries.cleared[row_id] = _columns(turn.life) | {"last_scan_id": stored(scan.id)}
        entries.steps.extend((mark, step) for step in turn.steps)


def _columns(life: Life) -> dict[str, Any]:
    """The columns of a life, as it holds them: ``asdict`` copies every instant, and takes 40 µs for it."""
    return {name: getattr(life, name) for name in _LIFE}


async def _enter_steps(session: AsyncSession, scan: Scan, steps: list[tuple[str, Step]], ids: dict[str, int]) -> None:
    fresh = [mark for mark, _ in steps if mark not in ids]
    for batch in batches(fresh):
        query = select(col(FindingRow.fingerprint), col(FindingRow.id))
        ids.update(dict(await fetch(session, query.where(col(FindingRow.fingerprint).in_(batch)))))
    rows = [{"finding_id": ids[mark], "scan_id": scan.id, "step": step, "at": scan.as_of} for mark, step in steps]
    await insert_rows(session, FindingStep, rows)


def _identity(scan: Scan, finding: Finding) -> dict[str, Any]:
    return {
        "office_id": scan.office_id,
        "target_id": finding.target,
        "indicator": finding.indicator,
        "about": finding.about,
        "fingerprint": finding.fingerprint,
    }


def _figures(finding: Finding) -> dict[str, Any]:
    return {
        "severity": finding.severity,
        "url": finding.url,
        "link_outcome": finding.link_outcome,
        "places": [[place.url, place.line, place.text, place.title] for place in finding.places],
        "places_total": finding.places_total,
        "on_home": finding.on_home,
        "data": dict(finding.data),
        "evidence": list(finding.evidence),
    }


def _storable(finding: Finding) -> Finding:
    """The finding without what no database takes as text: a page can hold half a character, or a zero byte."""
    places = tuple(
        Place(_clean(place.url), place.line, _clean(place.text), _clean(place.title)[:_LONGEST_TITLE])
        for place in finding.places[:MAX_PLACES]
    )
    total = max(finding.places_total, len(finding.places))
    data = {name: _clean(value) if isinstance(value, str) else value for name, value in finding.data.items()}
    return replace(
        finding, about=_clean(finding.about), url=_clean(finding.url), places=places, places_total=total, data=data
    )


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")
