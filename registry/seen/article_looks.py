"""Looking for new articles between scans: when it was done, who does it now, and entering what was seen.

Such a look says nothing of a target as a whole. It opens findings of pages that nobody had read, and leaves every
finding that stands as it is: its figures are those of a look at all pages.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from checks.finding import Judgement
from registry.boundaries import Boundary, will_commit
from registry.models import (
    ArticleLook,
    FindingRow,
    FindingState,
    KnownPage,
    Lease,
    Origin,
    OriginKind,
    Target,
    TargetState,
)
from registry.seen.entering import enter_findings
from registry.seen.known_pages import PagesRead, enter_known_pages
from registry.seen.relooks import open_relook
from registry.store.bulk import batches, insert_missing

PREFIX = "articles:"
"""Before the host in the ``selection`` of the scan that such a look is in the history of findings."""

FORGOTTEN = timedelta(minutes=30)
"""A look begun so long ago and not done died with its program."""


@dataclass(frozen=True, slots=True)
class NewPages:
    """What a look saw: judgements of pages that nobody had read, by target and indicator, and the pages themselves."""

    judgements: Mapping[str, Mapping[str, Judgement]]
    read: Mapping[str, PagesRead]


async def last_article_looks(session: AsyncSession, office_id: int) -> dict[int, datetime | None]:
    """When new articles were last looked for, by the id of each host that a scan has read pages of."""
    has_pages = select(KnownPage.mark).where(KnownPage.target_id == Target.id).exists()
    query = (
        select(Origin.id, ArticleLook.done)
        .outerjoin(ArticleLook, col(ArticleLook.origin_id) == Origin.id)
        .where(Origin.office_id == office_id, Origin.kind == OriginKind.HOST)
        .where(
            select(Target.id)
            .where(Target.origin_id == Origin.id, Target.state == TargetState.ACTIVE)
            .where(has_pages)
            .exists()
        )
    )
    return {origin_id: done for origin_id, done in await session.exec(query) if origin_id is not None}


async def begin_article_look(session: AsyncSession, origin_id: int, now: datetime, since: datetime) -> bool:
    """Take the look at an origin. False when it was made since ``since``, or another program is at it."""
    await insert_missing(session, ArticleLook, [{"origin_id": origin_id}], ["origin_id"])
    look = (await session.exec(select(ArticleLook).where(ArticleLook.origin_id == origin_id).with_for_update())).one()
    if look.done is not None and look.done >= since:
        return False
    if look.begun is not None and abs(now - look.begun) < FORGOTTEN:
        return False
    look.begun = now
    await session.flush()
    return True


async def is_leased(session: AsyncSession, origin_id: int, now: datetime) -> bool:
    """Whether somebody scans an origin now."""
    query = select(Lease.token).where(Lease.origin_id == origin_id, Lease.holder != "", col(Lease.until) > now)
    return (await session.exec(query)).first() is not None


async def give_up_article_look(session: AsyncSession, origin_id: int) -> None:
    """The look was broken off: it is due again at once."""
    look = await session.get(ArticleLook, origin_id)
    if look is not None:
        look.begun = None
        await session.flush()


async def enter_new_pages(
    session: AsyncSession,
    origin: Origin,
    seen: NewPages,
    *,
    as_of: datetime,
    tool: str,
    catalogue: str,
) -> int:
    """Enter what a look saw of an origin, and that it was made. How many findings were opened or came back."""
    fresh = await _not_open(session, seen.judgements)
    count = sum(len(one.findings) for by_indicator in fresh.values() for one in by_indicator.values())
    if count:
        scan = await open_relook(
            session, origin.office_id, f"{PREFIX}{origin.key}", as_of=as_of, tool=tool, catalogue=catalogue
        )
        await enter_findings(session, scan, fresh)
    await enter_known_pages(session, seen.read, as_of)
    look = await session.get_one(ArticleLook, origin.id)
    look.begun, look.done = None, as_of
    await session.flush()
    will_commit(session, Boundary.ARTICLES_BEFORE, Boundary.ARTICLES_AFTER)
    return count


async def _not_open(
    session: AsyncSession, judgements: Mapping[str, Mapping[str, Judgement]]
) -> dict[str, dict[str, Judgement]]:
    """The judgements with only those findings that do not stand in the books, and without what they would clear."""
    marks = [
        finding.fingerprint
        for by_indicator in judgements.values()
        for judgement in by_indicator.values()
        for finding in judgement.findings
    ]
    standing: set[str] = set()
    for batch in batches(marks):
        query = select(FindingRow.fingerprint).where(col(FindingRow.fingerprint).in_(batch))
        standing.update(await session.exec(query.where(FindingRow.state == FindingState.OPEN)))
    return {
        target_id: {
            indicator: replace(
                judgement,
                findings=tuple(one for one in judgement.findings if one.fingerprint not in standing),
                cleared=frozenset(),
            )
            for indicator, judgement in by_indicator.items()
        }
        for target_id, by_indicator in judgements.items()
    }
