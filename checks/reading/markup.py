"""Small pieces of HTML, as feeds carry them, to text."""

import re
from html import unescape

from bs4 import BeautifulSoup

MAX_MARKUP = 200_000
"""Characters of markup that are read."""

_BLOCK = re.compile(r"(?=</?(?:p|div|li|tr|h[1-6]|blockquote|section|table|ul|ol|br|dt|dd)\b)", re.IGNORECASE)
_DATA_URI = re.compile(r"data:[\w/+.-]{0,60};base64,[\w+/=%]*")
_PROLOG = re.compile(r"<\?xml[^>]*>?", re.IGNORECASE)
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n\s*")


def to_text(markup: str) -> str:
    """The text of a piece of HTML, blocks on lines of their own, without blank lines. Plain text stays as it is."""
    source = (_DATA_URI.sub("", markup) if ";base64," in markup else markup)[:MAX_MARKUP]
    text = _of_html(source) if "<" in source else unescape(source)
    return _LINES.sub("\n", _BLANKS.sub(" ", text)).strip()


def soup_of(source: str) -> BeautifulSoup:
    """The tree of a piece of HTML. A prolog of XML is left out: the parser would warn of it."""
    return BeautifulSoup(_PROLOG.sub(" ", source), "lxml")


def _of_html(source: str) -> str:
    # Line breaks go in before parsing: putting them into the tree takes quadratic time on deep nesting.
    soup = soup_of(_BLOCK.sub("\n", source))
    for element in soup(["script", "style", "noscript", "template"]):
        element.decompose()
    return soup.get_text()
