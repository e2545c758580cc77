"""Leaving pages: "您即将离开本网站", with the address that the visitor really wants in the query.

The page itself opens whatever becomes of that address, so the address is taken out and asked for as well.
"""

import re
from urllib.parse import parse_qsl

from monitor.look.weburl import web_url

MAX_TEXT = 600
"""Characters of visible text that such a page has at most."""

_QUERY = 4_000  # characters of a query that are read
_NAMES = frozenset(
    {"url", "u", "target", "to", "link", "goto", "go", "href", "redirect", "redirecturl", "redirect_url", "dest"}
    | {"jump", "jumpurl", "linkurl", "outurl", "toexurl", "src", "tourl"}
)
_WORDS = re.compile(
    r"/(?:[\w-]*(?:link|leave|leaving|jump|redirect|goto|tiaozhuan|waibu|wailian|external|lkqd|likai)[\w-]*|go|out|exit|tz)"
    r"(?:\.\w{2,5})?/?\?",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"(?:即将|将要|正在|准备)(?:离开|跳转|前往|访问)|离开本?(?:网站|站)|you are (?:now )?leaving", re.IGNORECASE
)


def target_in(url: str) -> str:
    """The web address standing in the query of ``url``, of another host than its own; ``''`` when there is none."""
    query = url.partition("?")[2]
    if "//" not in query and "%2f%2f" not in query.lower():
        return ""
    here = web_url(url)
    for name, value in parse_qsl(query[:_QUERY]):
        named = name.lower() in _NAMES and value.strip().startswith(("http", "//"))
        goal = web_url(value.strip(), url) if named else None
        if goal is not None and here is not None and goal.host != here.host:
            return goal.text
    return ""


def unwrapped(url: str) -> str:
    """What a link through a leaving page really leads to, by its address alone; ``''`` when it is no such link."""
    return target_in(url) if _WORDS.search(url) else ""


def says_leaving(text: str) -> bool:
    """Whether a page says that the visitor is about to leave, and little else."""
    return len(text) <= MAX_TEXT and _SAYS.search(text) is not None
