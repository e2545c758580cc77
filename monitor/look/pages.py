"""Pages as answers hold them, and whose turn it is to be read."""

import asyncio

from checks.evidence import Page, Response
from checks.reading.page import is_html, read_page
from monitor.look.weburl import key_of

_REFRESH_TEXT = 100  # characters of text that a page may have that only sends visitors on


class PageTurns:
    """Lets one page be read in a turn of the loop: what else waits would wait for fifty that came together."""

    def __init__(self) -> None:
        self._waiting = asyncio.Lock()

    async def take(self) -> asyncio.Event:
        """Wait until no other page is read in this turn of the loop.

        Returns what is set once the turn is over: who waited for nothing since is still in it.
        """
        over = asyncio.Event()
        async with self._waiting:
            await asyncio.sleep(0)
        asyncio.get_running_loop().call_soon(over.set)
        return over


def page_in(response: Response) -> Page | None:
    """The page that an answer is, if it is one."""
    if not response.outcome.is_good or not response.body or not is_html(response):
        return None
    return read_page(response)


def refresh_goal(page: Page) -> str:
    """Where a page sends its visitors on to that says next to nothing itself, or an empty string."""
    if len(page.text) > _REFRESH_TEXT:
        return ""
    named = frozenset(page.metas.values())
    goal = next((link.url for link in page.links if link.tag == "meta" and link.raw not in named), "")
    return goal if key_of(goal) != key_of(page.url) else ""
