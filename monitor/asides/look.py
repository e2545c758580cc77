"""Opening what was noted: documents are read in a process of their own, pictures are looked through for QR codes."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from checks.evidence import Aside, AsideKind, Asides, Rendered, Response, SiteFacts
from checks.reading.document import DocumentError
from monitor.asides.notes import AsideNotes, Offered
from monitor.look.documents import DocumentReader

CODES = 10
"""Pictures looked through on one site."""

_BYTES = 2_000_000

Fetch = Callable[[str], Awaitable[Response]]


async def look_beside(
    notes: AsideNotes, site: SiteFacts, fetch: Fetch, documents: int, shown: tuple[Rendered, ...] = ()
) -> Asides:
    """Open at most so many documents and :data:`CODES` pictures; what was seen in them, and what was noted before.

    ``shown`` are the pages of the site that a browser showed.
    """
    offered, pictures = notes.documents(), notes.codes()
    reader = DocumentReader()
    read = await asyncio.gather(*(_document(one, fetch, reader) for one in offered[:documents]))
    opened = await asyncio.gather(*(_code(one, fetch) for one in pictures[:CODES]))
    unopened = [one for one, seen in zip(pictures, opened, strict=False) if seen is None] + pictures[CODES:]
    pages = {facts.url for facts in site.pages} | ({site.home.url} if site.home is not None else set())
    documents_read = [one.aside for one in read if one.aside is not None]
    whole = [one.aside for one in read if one.aside is not None and one.is_whole]
    unreadable = len(notes.unreadable()) + sum(one.is_unreadable for one in read)
    return Asides(
        items=(
            *notes.texts(),
            *documents_read,
            *(aside for seen in opened for aside in seen or ()),
        ),
        seen=frozenset(pages - {one.page for one in unopened} | {one.url for one in whole}),
        linked=frozenset(one.url for one in offered) | {one.page for one in unopened},
        complete=site.complete,
        unread=len(offered) - len(whole) + len(unopened) + len(notes.unreadable()),
        unreadable=unreadable,
        shown=shown,
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """The words of a document, None when they cannot be had, and whether these are all or nobody can read them."""

    aside: Aside | None = None
    is_whole: bool = False
    is_unreadable: bool = False


async def _document(one: Offered, fetch: Fetch, reader: DocumentReader) -> _Read:
    response = await fetch(one.url)
    if not response.outcome.is_good or response.truncated:
        return _Read()
    try:
        read = await reader.read(response.body)
    except DocumentError:
        return _Read(is_unreadable=True)
    return _Read(Aside(AsideKind.DOCUMENT, read.text, one.page, one.title, one.url, day=one.day), read.complete)


async def _code(one: Offered, fetch: Fetch) -> list[Aside] | None:
    """What the QR codes of a picture say, with the words around it; None when the picture cannot be had."""
    response = await fetch(one.url)
    if not response.outcome.is_good or response.truncated or len(response.body) > _BYTES:
        return None
    from monitor.asides.codes import codes_of  # noqa: PLC0415  it brings what opens pictures: only where there is one

    codes = await asyncio.to_thread(codes_of, response.body)
    return [Aside(AsideKind.CODE, one.words, one.page, one.title, one.url, code, one.day) for code in codes]
