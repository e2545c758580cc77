"""Pages that are held back until the template of their site is known: their words alone, packed."""

import zlib
from dataclasses import dataclass
from datetime import date

from checks.evidence import Page
from checks.reading.article import Article


@dataclass(frozen=True, slots=True)
class Held:
    """A page of which only its words are kept: all of them, and those of its article, packed."""

    url: str
    title: str
    is_home: bool
    words: bytes
    heading: str
    day: date | None
    body: bytes

    @classmethod
    def of(cls, page: Page, article: Article | None, *, is_home: bool) -> "Held":
        """A page with its article, if it is one."""
        heading, body, day = (article.title, article.text, article.day) if article else ("", "", None)
        return cls(page.url, page.title, is_home, _packed(page.text), heading, day, _packed(body))

    @property
    def text(self) -> str:
        """All that can be seen."""
        return _unpacked(self.words)

    @property
    def is_article(self) -> bool:
        """Whether it is an article."""
        return self.day is not None

    @property
    def article(self) -> Article | None:
        """The article, if it is one."""
        return Article(self.heading, _unpacked(self.body), self.day) if self.day is not None else None


def _packed(text: str) -> bytes:
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def _unpacked(packed: bytes) -> str:
    return zlib.decompress(packed).decode("utf-8", "surrogatepass")
