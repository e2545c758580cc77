"""Waiting while a protection device has the browser run its script, as it makes every visitor do. No tricks."""

import asyncio
import contextlib

from playwright.async_api import Error, Page, Response

from monitor.look.browser.traffic import Traffic
from monitor.look.challenge import is_challenge

_STATUSES = frozenset({202, 403, 412, 503, 521})
_SIZE = 100_000  # bytes; challenges are small


async def is_challenged(document: Response) -> bool:
    """Whether a document is the script of a protection device and not the page that was asked for."""
    headers = tuple((name.lower(), value) for name, value in (await _headers(document)).items())
    if document.status not in _STATUSES and document.status != 200:
        return False
    body = await _body(document)
    if is_challenge(document.status, headers, body):
        return True
    return document.status in _STATUSES and len(body) <= _SIZE and b"<script" in body.lower()


async def wait_out(page: Page, traffic: Traffic, seconds: float) -> bool:
    """Wait until another document stands in the place of the script, once. Whether there was such a script.

    It may have run, and be gone, by the time that this is called.
    """
    if not traffic.documents:
        return False
    if not await is_challenged(traffic.documents[-1]):
        return len(traffic.documents) > 1 and traffic.documents[0].status in _STATUSES
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while await is_challenged(traffic.documents[-1]):
                traffic.news.clear()
                await traffic.news.wait()
                with contextlib.suppress(Error):
                    await page.wait_for_load_state("domcontentloaded")
    return True


async def _headers(document: Response) -> dict[str, str]:
    try:
        return await document.all_headers()
    except Error:
        return {}


async def _body(document: Response) -> bytes:
    """What the document says, nothing when the browser has dropped it already."""
    try:
        return await document.body()
    except Error:
        return b""
