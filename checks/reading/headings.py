"""What a page calls itself where its visitors read it: the heading above an article or a list.

Templates write other things into ``<title>`` and the tags: the name of the site before or behind the heading, the name
of the column, the number of a document. So what they state is looked for among the lines that are shown, and the line
is taken as it stands there. What stands nowhere is believed as it is stated.
"""

import re
from collections.abc import Iterable

from checks.reading.dom import Tree

MAX_HEADING = 200
"""Characters of a heading."""

_SHOWN = 20_000
"""Characters of the visible text that are looked through."""

_SHORT = 4
_MAX_PIECES = 6
_SEPARATOR = re.compile(r"\s*(?:_{1,2}|\||—{1,2}|–|»|>>?|-{2,})\s*|\s+-\s+|-(?=[一-鿿]{2,24}$)")
_CODE_ONLY = re.compile(r"[\W\d_]*(?:error|页面|错误|提示|[\W\d_])*", re.IGNORECASE)
_SITE = re.compile(r"(?:门户网站?|政府网|人民政府|网站?|官网|首页|平台|在线)$")


def heading_of(tree: Tree, text: str, stated: Iterable[str]) -> str:
    """The heading of a page, ``''`` when it has none. ``stated`` are its titles as stated, best first.

    ``text`` is the visible text of the page.
    """
    shown = text[:_SHOWN]
    titles = [title for title in dict.fromkeys(" ".join(one.split()) for one in stated) if title]
    for title in titles:
        found = _shown_as(title, shown)
        if found:
            return found[:MAX_HEADING]
    if titles and not _CODE_ONLY.fullmatch(titles[0]) and len(shown) >= _SHORT:
        return _without_site(titles[0])[:MAX_HEADING]
    for element in tree.elements("h1", "h2"):
        heading = tree.beginning(element, MAX_HEADING)
        if heading:
            return heading
    first = shown.partition("\n")[0]
    # What stands behind a blank on the first line of such a page is what to do about it.
    return re.split(r"\s(?=[一-鿿]{4})", first, maxsplit=1)[0][:MAX_HEADING]


def _shown_as(title: str, text: str) -> str:
    """The line of a text that is that title, or what of it is left without the name of the site or the column."""
    wanted = _squeeze(title)
    lines = text.split("\n")
    best = ""
    for number, line in enumerate(lines):
        if len(line) > MAX_HEADING or len(line) < _SHORT or line[0] not in wanted:
            continue
        squeezed = _squeeze(line)
        if squeezed == wanted:
            return line
        if len(squeezed) > len(_squeeze(best)) and _is_end_of(squeezed, wanted) and not _SITE.search(squeezed):
            best = line
        elif wanted.startswith(squeezed) and (joined := _joined(lines[number : number + _MAX_PIECES], wanted)):
            best = max(best, joined, key=len)
    return best


def _joined(lines: list[str], wanted: str) -> str:
    """A heading broken into several lines, put together; ``''`` when these lines are none."""
    found = ""
    for number, line in enumerate(lines):
        squeezed = _squeeze(found + line)
        if not wanted.startswith(squeezed):
            return found if number > 1 and _is_end_of(_squeeze(found), wanted) else ""
        found += line
    return found if _is_end_of(_squeeze(found), wanted) else ""


def _is_end_of(line: str, title: str) -> bool:
    """Whether a title is that line with more before or behind a mark that separates names."""
    if len(line) < _SHORT or len(line) >= len(title):
        return False
    if title.startswith(line):
        return title[len(line)] in "-_|—–(（【[·>»"
    return title.endswith(line) and title[-len(line) - 1] in "-_|—–)）】]·>»:："


def _without_site(title: str) -> str:
    """A title without the names of site and column, which stand behind marks that separate them, or before one."""
    parts = [part for part in _SEPARATOR.split(title) if part and part.strip()]
    if len(parts) < 2:
        return title
    telling = [part for part in parts if not _SITE.search(part)]
    return (telling or parts)[0].strip()


def _squeeze(text: str) -> str:
    return "".join(text.split())
