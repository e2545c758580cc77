"""The made-up city for tests: as it is on a fixed day, served on loopback."""

from collections.abc import AsyncIterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from monitor.demo.city import City

AS_OF = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
"""The day of the look, a Tuesday."""


@pytest.fixture
async def city() -> AsyncIterator[City]:
    """The city with all its faults. Import this name into a test module to ask for it."""
    async with City(AS_OF) as open_city:
        yield open_city
