"""What is taken of each page of an origin: its links are noted and followed, and others are handed it.

A page that did not change since an earlier look is not read: what was taken of it then is taken again.
"""

import zlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from checks.evidence import Page, PageFacts, Response
from checks.reading.reading import says_much
from monitor.look.edges import Edges
from monitor.look.following import Following
from monitor.look.frontier import Entry
from monitor.look.memory import Memory
from monitor.look.notes import Noted, TargetNotes, sources_in
from monitor.look.numbers import Marks
from monitor.look.remembered import Note, Remembered, digest_of, likeness_of
from monitor.look.traps import Traps
from monitor.look.weburl import web_url

OnPage: TypeAlias = Callable[[str, Page, int], Note | None]
"""Called for every page that is read, with its target's id and how many links it is away from a home page.

What it returns is given back when the page did not change; None when the page must be read again.
"""

MIN_DEPTH = 2
"""Links that a page is away from a home page before it is remembered. What is nearer is always read."""


@dataclass(frozen=True, slots=True)
class Recall:
    """The part of others in remembering pages.

    ``key`` stands for all that their notes hang on beside the page. ``may`` is asked with a target's id, an address,
    how far that is from a home page, and what was noted of it, whether it need not be read again; ``take`` is given the
    page itself.
    """

    key: str
    may: Callable[[str, str, int, Note], bool]
    take: Callable[[Remembered], None]


@dataclass(frozen=True, slots=True)
class Recalling:
    """Pages of earlier looks, and the others who take part in remembering."""

    memory: Memory
    others: Recall


@dataclass(frozen=True, slots=True)
class Takers:
    """Those who take something of every page."""

    following: Following
    traps: Traps
    edges: Edges
    on_page: OnPage
    permits: Callable[[str], Awaitable[bool]]
    """Whether the host permits a crawl from that page on."""
    recalling: Recalling | None = None


class Taking:
    """What was taken of the pages of one origin. ``judged`` false: only links are asked for."""

    def __init__(self, takers: Takers, owners: Sequence[str], today: date, *, judged: bool) -> None:
        self._takers = takers
        self._meanings = takers.following.meanings
        self._numbers = self._meanings.numbers
        self._today = today
        self._judged = judged
        self._anchor_sets: dict[frozenset[str], frozenset[str]] = {}
        self.read = Marks()
        self.recalled = 0
        self.anchors: dict[int, frozenset[str]] = {}
        self.notes = {owner: TargetNotes(self._meanings, takers.edges) for owner in owners}
        self.facts: dict[str, list[PageFacts]] = {owner: [] for owner in owners}

    async def take(
        self,
        page: Page,
        owner: str,
        depth: int,
        *,
        is_home: bool = False,
        is_shown: bool = False,
        body: bytes = b"",
        known: Remembered | None = None,
    ) -> "Taken | None":
        """Take everything of a page. Returns what to :meth:`keep` of it, None when it must be read again.

        ``is_shown``: it is as a browser shows it. ``known``: as it was before; if nothing in it reads otherwise, it
        need not be judged again.
        """
        notes = self.notes[owner]
        if is_shown:
            noted = notes.take_shown(page, on_home=is_home)
        else:
            noted = notes.take(page, on_home=is_home, in_full=self._judged or is_home)
        content = self._content(page, body)
        crawling = await self._takers.permits(page.url)
        self._open(page.url, page.anchors, content)
        home_of = owner if is_home else ""
        self._takers.following.follow(noted.leads, depth + 1, home_of=home_of, crawling=crawling)
        self.facts[owner].append(self._facts(page, owner, depth))
        note = self._noted_before(page, known) or self._takers.on_page(owner, page, depth)
        if note is None or depth < MIN_DEPTH or notes.cut or is_shown:
            return None
        return Taken(noted, content, note)

    def _noted_before(self, page: Page, known: Remembered | None) -> Note | None:
        """What others noted of a page that reads as it did, which they take again."""
        recalling = self._takers.recalling
        if recalling is None or known is None or known.url != page.url or known.likeness != likeness_of(page):
            return None
        recalling.others.take(known)
        return known.note

    def keep(self, page: Page, owner: str, response: Response, taken: "Taken") -> None:
        """Remember a page that came as it is from its own address."""
        recalling, noted = self._takers.recalling, taken.noted
        if recalling is None or response.hops or response.truncated or response.status != 200:
            return
        numbers, leads = noted.kept
        sheets, feeds = sources_in(noted.sources)
        recalling.memory.keep(
            Remembered(
                url=page.url,
                owner=owner,
                title=page.title,
                published=page.published.day.isoformat() if page.published else "",
                digest=digest_of(response),
                likeness=likeness_of(page),
                content=taken.content,
                numbers=numbers,
                leads=leads,
                anchors=page.anchors,
                sheets=sheets,
                feeds=feeds,
                note=taken.note,
                entity_tag=response.header("etag"),
                modified=response.header("last-modified"),
            ),
            self._meanings.malformed,
        )

    def remembered(self, entry: Entry) -> Remembered | None:
        """A page that need not be read again if it did not change, as it was when it was read."""
        recalling, url = self._takers.recalling, entry.url.text
        if recalling is None or entry.depth < MIN_DEPTH or self._is_from_home(url, entry.owner):
            return None
        page = recalling.memory.find(url)
        if (
            page is None
            or page.owner != entry.owner
            or not recalling.others.may(entry.owner, url, entry.depth, page.note)
        ):
            return None
        return page

    async def recall(self, page: Remembered, depth: int) -> None:
        """Take again what was taken of a page that did not change."""
        recalling, notes = self._takers.recalling, self.notes[page.owner]
        if recalling is None:
            raise RuntimeError("nothing is remembered")
        numbers = self._meanings.again(page.numbers, recalling.memory.was_malformed)
        leads = notes.recall(page, numbers)
        crawling = await self._takers.permits(page.url)
        self._open(page.url, page.anchors, page.content)
        self._takers.following.follow(leads, depth + 1, home_of="", crawling=crawling)
        published = date.fromisoformat(page.published) if page.published else None
        self.facts[page.owner].append(PageFacts(page.url, page.title, depth, False, published, None, scripted=False))
        recalling.others.take(page)
        self.recalled += 1
        if not notes.cut:
            recalling.memory.keep(page, self._meanings.malformed)

    def _open(self, url: str, anchors: frozenset[str], content: int) -> None:
        number = self._numbers.of(url)
        self.read.add(self._numbers.page(number))
        if content and (place := web_url(url)) is not None:
            self._takers.traps.read(place, content)
        self.anchors[number] = self._anchor_sets.setdefault(anchors, anchors)

    def _content(self, page: Page, body: bytes) -> int:
        """A number that stands for what a mirror of the page would hold, 0 where it says too little to tell."""
        if body and not self._judged and says_much(page):  # nobody else asks for its text
            return zlib.crc32(body, zlib.crc32(page.title.encode("utf-8", "replace"))) or 1
        return Traps.content_of(page.title, page.text)

    def _is_from_home(self, url: str, owner: str) -> bool:
        return self._numbers.page(self._numbers.of(url)) in self._takers.following.home_links[owner]

    def _facts(self, page: Page, owner: str, depth: int) -> PageFacts:
        from_home = self._is_from_home(page.url, owner)
        if not self._judged:
            return PageFacts(page.url, page.title, depth, from_home, None, None, scripted=False)
        # Days of rows speak for a home page and its second level alone, and looking for them is the dearest of reading.
        days = [read.day for read in page.dates if read.day <= self._today] if from_home or not depth else []
        return PageFacts(
            url=page.url,
            title=page.title,
            depth=depth,
            linked_from_home=from_home,
            published=page.published.day if page.published else None,
            newest=max(days, default=None),
            scripted=page.scripted,
        )


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken of a page that may be remembered."""

    noted: Noted
    content: int
    note: Note
