"""The made-up city for tests: as it is on a fixed day, served on loopback."""

import csv
from collections.abc import AsyncIterator
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest

from monitor.demo.city import REGISTER, City

AS_OF = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
"""The day of the look, a Tuesday."""

_ROWS = tuple(csv.DictReader(REGISTER.read_text("utf-8").splitlines()))

ACCOUNTS = tuple(row["名称"] for row in _ROWS if row["平台"])
"""The names of all accounts in the register."""

SITES = tuple(row["名称"] for row in _ROWS if not row["平台"])
"""The names of all sites in the register."""

HOSTS = frozenset(urlsplit(row["网址"]).hostname for row in _ROWS if not row["平台"])
"""The hosts that sites stand on; some share one."""

ORIGINS = len(HOSTS) + len(ACCOUNTS)
"""How many visits a scan of everything makes."""


@pytest.fixture
async def city() -> AsyncIterator[City]:
    """The city with all its faults. Import this name into a test module to ask for it."""
    async with City(AS_OF) as open_city:
        yield open_city
