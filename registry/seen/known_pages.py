"""The pages of sites that were read already, as numbers: what is not among them is new."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import select as select_columns
from sqlalchemy import update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.models import KnownPage
from registry.store.bulk import batches, fetch, insert_missing

PagesRead = Mapping[str, str]
"""Pages by their key (the same for every address of a page): the address of one that is a list, else nothing."""

EVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Since when a page is known of which nobody noted it."""


@dataclass(slots=True)
class KnownPages:
    """What is known of a target's pages: the marks of all, and the addresses of its lists."""

    marks: set[int] = field(default_factory=set)
    lists: list[str] = field(default_factory=list)

    def holds(self, key: str) -> bool:
        """Whether the page of that key was read before."""
        return mark_of(key) in self.marks


def mark_of(key: str) -> int:
    """The 64-bit number that stands for the key of a page. That two of a million pages share one has a chance of 3 in
    100 million."""
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=8).digest(), signed=True)


async def known_pages_of(session: AsyncSession, target_ids: Collection[str]) -> dict[str, KnownPages]:
    """The known pages by target id. Every target asked for is in the answer."""
    known = {target_id: KnownPages() for target_id in target_ids}
    columns = (col(KnownPage.target_id), col(KnownPage.mark), col(KnownPage.url))
    for batch in batches(sorted(known)):
        for target_id, mark, url in await fetch(
            session, select_columns(*columns).where(col(KnownPage.target_id).in_(batch))
        ):
            known[target_id].marks.add(mark)
            if url:
                known[target_id].lists.append(url)
    for one in known.values():
        one.lists.sort()
    return known


async def first_read_of(session: AsyncSession, target_id: str, keys: Collection[str]) -> dict[str, datetime]:
    """When pages of a target were first read, by their keys; what was never read is left out.

    What was read before that was noted has been known for ever.
    """
    by_mark = {mark_of(key): key for key in keys}
    found: dict[str, datetime] = {}
    for batch in batches(sorted(by_mark)):
        query = select_columns(col(KnownPage.mark), col(KnownPage.first_read)).where(
            col(KnownPage.target_id) == target_id, col(KnownPage.mark).in_(batch)
        )
        for mark, first_read in await fetch(session, query):
            found[by_mark[mark]] = first_read or EVER
    return found


async def enter_known_pages(session: AsyncSession, read: Mapping[str, PagesRead], at: datetime) -> None:
    """Enter pages that were read ``at`` a time, by target id. One that turned out to be a list is kept as one."""
    known = await known_pages_of(session, read.keys())
    given = {(target_id, mark_of(key)): url for target_id, pages in read.items() for key, url in sorted(pages.items())}
    new = [
        {"target_id": target_id, "mark": mark, "url": url, "first_read": at}
        for (target_id, mark), url in sorted(given.items())
        if mark not in known[target_id].marks
    ]
    await insert_missing(session, KnownPage, new, ["target_id", "mark"])
    for (target_id, mark), url in given.items():
        if url and mark in known[target_id].marks and url not in known[target_id].lists:
            row = (col(KnownPage.target_id) == target_id) & (col(KnownPage.mark) == mark)
            await session.exec(update(KnownPage).where(row).values(url=url))
