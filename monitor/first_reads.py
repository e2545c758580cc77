"""When the pages that the lists of a site lead to were first read by our own rounds."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from checks.evidence import History, SiteFacts
from monitor.look.weburl import key_of

FirstReads: TypeAlias = Callable[[str, Collection[str]], Awaitable[Mapping[str, datetime]]]
"""When pages of a target were first read, by its id and their keys; what was never read is left out."""


async def nothing_read(_target: str, _keys: Collection[str]) -> Mapping[str, datetime]:
    """What the books say where there are none."""
    return {}


async def with_first_reads(history: History, target: str, site: SiteFacts, first_reads: FirstReads) -> History:
    """The past of a target, with when each page in its lists was first read. Only these are asked for."""
    keys = {row.about_url: key_of(row.about_url) for column in site.columns for row in column.rows if row.about_url}
    if not keys:
        return history
    read = await first_reads(target, set(keys.values()))
    return replace(history, first_read={url: read[key] for url, key in keys.items() if key in read})
