"""Pages that say almost nothing themselves, because scripts write what visitors see."""

import re
from collections.abc import Iterable

from checks.evidence import Link
from checks.reading.dom import Tree

FEW_CHARACTERS = 200
FEW_LINKS = 5
"""A page with less than both says almost nothing: error pages and pages that scripts write."""

NO_CHARACTERS = 10
"""A page with scripts and less than this says nothing at all."""

HELD_WORDS = 500
"""Chinese characters in the scripts of a page from which on they hold what it says."""

_HANZI = re.compile("[\u4e00-\u9fff]")
_COMMENT = re.compile(r"/\*.*?\*/|(?m:^\s*//[^\n]*$)", re.DOTALL)
_FETCHING = re.compile(
    r"document\.write(?:ln)?\s*\(|\.ajax\s*\(|\.getJSON\s*\(|\bfetch\s*\(|\baxios\b|\bcreateApp\b|\bnew\s+Vue\b|ReactDOM"
)
_MOUNTS = frozenset({"app", "root", "__next", "__nuxt"})


def is_scripted(tree: Tree, text: str, links: Iterable[Link]) -> bool:
    """Whether a page has almost no text and links but scripts that would write them.

    These hold the words, or fetch and write them, or fill an element that such programs are mounted in.
    """
    if len(text) >= FEW_CHARACTERS or sum(link.tag == "a" for link in links) >= FEW_LINKS:
        return False
    if len(text) < NO_CHARACTERS and tree.elements("script"):
        return True
    source = _COMMENT.sub("", "\n".join(script.source for script in tree.scripts()))
    if len(_HANZI.findall(source)) >= HELD_WORDS or _FETCHING.search(source):
        return True
    is_program = any(element.attr("src") for element in tree.elements("script"))
    return is_program and not _MOUNTS.isdisjoint(tree.anchors())
