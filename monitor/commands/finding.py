"""``govwatch findings show``: one finding with all that is known of it, and the pictures it rests on."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from checks.time import shanghai_day
from monitor import clock
from monitor.commands.options import DEFAULT_CONFIG, Config, Json, catalogue_of, opened, run
from monitor.commands.words import told
from monitor.store import Store, store_of
from registry.decisions.reviews import Asked, the_finding
from registry.models import Evidence, FindingState, stored
from registry.seen.evidence import evidence_of
from reports import wording
from reports.terms import SEVERITIES, term

Shown = tuple[Asked, Sequence[Evidence], Store | None]
"""A finding, its pictures, and where their files are kept."""


def show_(
    number: Annotated[int, typer.Argument(metavar="N", help="Number of a finding. 问题序号。")],
    config: Config = DEFAULT_CONFIG,
    as_json: Json = False,
) -> None:
    """Show one finding, with the pictures it rests on. 查看一个问题及其证据截图。"""
    asked, pictures, store = run(_read(config, number))
    if as_json:
        row = asked.finding.model_dump(mode="json", exclude={"id", "office_id", "last_scan_id"})
        document = {"number": number} | row | {"pictures": [picture_document(one) for one in pictures]}
        typer.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    for line in _lines(asked, pictures, store, config):
        typer.echo(line)


def picture_document(row: Evidence) -> dict[str, Any]:
    """A picture as documents name it. ``path`` is below the folder of pictures."""
    return row.model_dump(mode="json", exclude={"id", "office_id", "finding_id"})


async def _read(config: Path, number: int) -> Shown:
    async with opened(config) as desk, desk.database.read() as session:
        asked = await the_finding(session, desk.office_id, number)
        pictures = (await evidence_of(session, [stored(asked.finding.id)])).get(stored(asked.finding.id), [])
        return asked, pictures, store_of(desk.settings.policy.browsing)


def _lines(asked: Asked, pictures: Sequence[Evidence], store: Store | None, config: Path) -> Iterator[str]:
    row, catalogue = asked.finding, catalogue_of(config)
    year = shanghai_day(clock.now()).year
    title = f"{wording.title(row.indicator, catalogue)}（{term(SEVERITIES, row.severity)}）"
    yield f"第{row.id}号　{title}　{asked.unit.name}"
    yield f"  {told(row, year, catalogue)}"
    yield f"  网址：{wording.short_url(row.url)}"
    looks = "；".join(wording.looks(row.relapsed or row.first_seen, row.confirmed, year))
    yield f"  核查：{looks}" + ("　已修复" if row.state is FindingState.RESOLVED else "")
    for one in pictures:
        place = store.place(one.path) if store is not None else one.path
        yield f"  截图：{place}　{wording.moment(one.seen_at, year)}　{wording.clean(one.caption)}"
    if not pictures:
        yield "  截图：无"
