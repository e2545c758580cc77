"""One browser for all tests of this folder that do not look at its life: a start costs more than most tests."""

from collections.abc import AsyncIterator

import pytest_asyncio

from monitor.look.browser.pool import Pool
from tests.monitor.look.browser.helpers import BROWSING


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def pool() -> AsyncIterator[Pool]:
    """The browser. Tests that use it run on the loop of the session: see ``on_one_loop``."""
    async with Pool(BROWSING) as pool:
        yield pool
