"""Since when each link stands on a home page: what is new there is told by the links themselves, dated or not."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select as select_columns
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.models import HomeLink
from registry.store.bulk import batches, fetch, insert_rows

MAX_LINKS = 1_000
"""Links kept of one look at a home page."""


async def home_links_of(session: AsyncSession, target_ids: Collection[str]) -> dict[str, dict[str, datetime]]:
    """When each link of a home page was first seen there, by target id and address."""
    found: dict[str, dict[str, datetime]] = {target_id: {} for target_id in target_ids}
    for batch in batches(sorted(found)):
        query = select_columns(col(HomeLink.target_id), col(HomeLink.url), col(HomeLink.first_seen)).where(
            col(HomeLink.target_id).in_(batch)
        )
        for target_id, url, first_seen in await fetch(session, query):
            found[target_id][url] = first_seen
    return found


async def enter_home_links(session: AsyncSession, shown: Mapping[str, Collection[str]], at: datetime) -> int:
    """Enter the links that home pages show and that were never seen there before ``at``. How many were new."""
    known = await home_links_of(session, shown.keys())
    rows = [
        {"target_id": target_id, "url": url, "first_seen": at}
        for target_id, urls in shown.items()
        for url in sorted(set(urls) - known[target_id].keys())[:MAX_LINKS]
    ]
    await insert_rows(session, HomeLink, rows)
    return len(rows)
