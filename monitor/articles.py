"""New articles, several times a day: what home pages and lists show that nobody had read is read and judged.

Only page checks judge, and only findings that do not stand yet are entered: a look at a few pages says nothing of the
others. While somebody scans the origin it waits, and it steps back when a scan begins.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from checks.catalogue import Catalogue
from checks.check import load_checks
from checks.evidence import Page
from checks.judging import Judge
from checks.vocabulary import Reason
from monitor import clock
from monitor.look.looking import Looking
from monitor.sites import with_scope
from monitor.timetable import articles_due, articles_start
from monitor.version import TOOL
from registry.database import Database
from registry.errors import BooksError
from registry.models import Origin, OriginKind, TargetState, stored
from registry.seen.article_looks import (
    NewPages,
    begin_article_look,
    enter_new_pages,
    give_up_article_look,
    is_leased,
    last_article_looks,
)
from registry.seen.findings import history_of
from registry.seen.known_pages import known_pages_of
from registry.targets import Entry, list_targets, owner_of_origin, subject_of

log = logging.getLogger(__name__)

_WATCH = 5.0
"""Seconds between two looks at whether a scan of the origin has begun."""


class SteppedBackError(BooksError):
    """A scan of the origin began: the look was broken off, and is due again."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A host whose new articles are to be looked for, with its targets that are watched."""

    origin: Origin
    entries: tuple[Entry, ...]


async def articles_waiting(database: Database, office_id: int, now: datetime, only: int | None = None) -> list[Waiting]:
    """The hosts whose look of the present part of the day is due and was not made."""
    if articles_start(now) is None:
        return []
    chosen = None if only is None else {only}
    async with database.read() as session:
        last = await last_article_looks(session, office_id)
        entries = await list_targets(session, office_id, states={TargetState.ACTIVE}, origin_ids=chosen)
    hosts: dict[int, list[Entry]] = {}
    for entry in entries:
        if entry.origin.kind is OriginKind.HOST and (origin_id := stored(entry.origin.id)) in last:
            hosts.setdefault(origin_id, []).append(entry)
    return [
        Waiting(there[0].origin, tuple(there))
        for origin_id, there in hosts.items()
        if articles_due(there[0].origin.key, now, last[origin_id])
    ]


async def look_for_articles(
    database: Database, waiting: Waiting, looking: Looking, now: Callable[[], datetime], catalogue: Catalogue
) -> int | None:
    """Look for new articles of one host and enter what is wrong with them. How many findings that opened.

    None when it was not done: another program is at it, or a scan is there.
    """
    began = now()
    origin_id, since = stored(waiting.origin.id), articles_start(began)
    async with database.write() as session:
        if since is None or await is_leased(session, origin_id, clock.now()):
            return None
        if not await begin_article_look(session, origin_id, began, since):
            return None
    try:
        return await _looked(database, waiting, looking, began, catalogue)
    except (asyncio.CancelledError, BooksError):
        async with database.write() as session:
            await give_up_article_look(session, origin_id)
        raise  # after a defect of ours it is made again too, but not at once: the host would be asked every minute


async def _looked(database: Database, waiting: Waiting, looking: Looking, as_of: datetime, catalogue: Catalogue) -> int:
    judge = Judge(load_checks(), catalogue)
    look = asyncio.create_task(_new_pages(database, waiting, looking, judge, as_of))
    watch = asyncio.create_task(_until_leased(database, stored(waiting.origin.id)))
    try:
        await asyncio.wait({look, watch}, return_when=asyncio.FIRST_COMPLETED)
        if not look.done():
            raise SteppedBackError(f"{waiting.origin.key}：另一个程序开始检查，新文章稍后再看。")
        seen = look.result()
    finally:
        for task in (look, watch):
            task.cancel()
        await asyncio.gather(look, watch, return_exceptions=True)
    async with database.write() as session:
        return await enter_new_pages(session, waiting.origin, seen, as_of=as_of, tool=TOOL, catalogue=catalogue.version)


async def _new_pages(database: Database, waiting: Waiting, looking: Looking, judge: Judge, as_of: datetime) -> NewPages:
    owner = owner_of_origin(entry.target for entry in waiting.entries)
    subjects = [
        with_scope(subject_of(entry.target, entry.unit), owner.id if owner else "") for entry in waiting.entries
    ]
    async with database.read() as session:
        known = await known_pages_of(session, [one.id for one in subjects])
        histories = await history_of(session, [one.id for one in subjects])
    judges = {one.id: judge.pages(one, as_of, histories[one.id]) for one in subjects}

    def on_page(target: str, page: Page) -> None:
        judges[target].add(page)

    read = await looking.new_pages(
        waiting.origin.key, subjects, {target: one for target, one in known.items() if one.marks}, on_page
    )
    return NewPages({target: judges[target].finish(Reason.LIMIT_REACHED) for target in read}, read)


async def _until_leased(database: Database, origin_id: int) -> None:
    while True:
        await asyncio.sleep(_WATCH)
        async with database.read() as session:
            if await is_leased(session, origin_id, clock.now()):
                return


async def look_again_later(
    database: Database, waiting: Waiting, looking: Looking, now: Callable[[], datetime], catalogue: Catalogue
) -> None:
    """Look for new articles of one host; where a scan of it begins, that is to be done later."""
    try:
        await look_for_articles(database, waiting, looking, now, catalogue)
    except SteppedBackError as error:
        log.info("new articles: %s", error)
