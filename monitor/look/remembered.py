"""A page as it was when it was read, and how to tell that it still is."""

import hashlib
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any, TypeAlias

from checks.evidence import Link, Page, Response

Note: TypeAlias = Mapping[str, Any]
"""What others noted of a page, as JSON has it."""


_PARTS = tuple(itemgetter(Link._fields.index(name)) for name in ("url", "tag", "text"))


@dataclass(frozen=True, slots=True)
class Remembered:
    """A page as it was when it was read.

    ``numbers`` are those of the addresses on it, ``leads`` says for each whether it leads on to pages; ``sheets`` and
    ``feeds`` hold further ones. ``published`` is its day, ISO, or empty. ``digest`` stands for its bytes, ``content``
    for what a mirror would repeat (0: too little), ``likeness`` for all that can be read in it. ``entity_tag`` and
    ``modified`` are what its server called it.
    """

    url: str
    owner: str
    title: str
    published: str
    digest: str
    likeness: str
    content: int
    sheets: Sequence[str]
    feeds: Sequence[str]
    note: Note
    entity_tag: str
    modified: str
    numbers: "array[int]"
    leads: bytes
    anchors: frozenset[str]
    written: bytes = b""
    """As it was found, to be kept the same way."""

    @property
    def conditions(self) -> dict[str, str]:
        """The headers that ask for the page only if it changed."""
        asked = {"If-None-Match": self.entity_tag, "If-Modified-Since": self.modified}
        return {name: value for name, value in asked.items() if value}

    def is_in(self, response: Response) -> bool:
        """Whether an answer says or shows that the page is as it was."""
        if response.hops or response.truncated or not response.outcome.is_good:
            return False
        if response.status == 304:
            return bool(self.conditions)
        return response.status == 200 and digest_of(response) == self.digest

    def called(self, response: Response) -> "Remembered":
        """The same page as the answer calls this state of it, where it says so anew."""
        tag, modified = response.header("etag"), response.header("last-modified")
        if response.status == 304 or (tag, modified) == (self.entity_tag, self.modified):
            return self
        return replace(self, entity_tag=tag, modified=modified, written=b"")


def likeness_of(page: Page) -> str:
    """What stands for all that is read in a page, and not for its markup, its scripts and where its lines end."""
    said = [page.title, page.text, page.heading, str(page.published), *page.controls, *sorted(page.anchors)]
    said += [part for item in sorted({**page.metas, **page.tags}.items()) for part in item]
    for part in _PARTS:
        said += map(part, page.links)
    return hashlib.sha256("\0".join(said).encode("utf-8", "surrogatepass")).hexdigest()


def digest_of(response: Response) -> str:
    """What stands for the bytes of a page, and for how they are to be read."""
    return hashlib.sha256(response.header("content-type").encode() + b"\n" + response.body).hexdigest()
