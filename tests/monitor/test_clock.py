"""Points in time given by a person."""

from datetime import UTC, datetime

import pytest

from monitor.clock import TimeError, parse_as_of


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-23T08:00", datetime(2026, 11, 23, 0, 0, tzinfo=UTC)),
        ("2026-11-23 08:00:30", datetime(2026, 11, 23, 0, 0, 30, tzinfo=UTC)),
        ("2026-11-23", datetime(2026, 11, 23, 15, 59, 59, tzinfo=UTC)),
        ("2026-11-23T08:00Z", datetime(2026, 11, 23, 8, 0, tzinfo=UTC)),
        ("2026-11-23T08:00+09:00", datetime(2026, 11, 22, 23, 0, tzinfo=UTC)),
    ],
)
def test_without_a_zone_it_is_shanghai(text: str, instant: datetime) -> None:
    assert parse_as_of(text) == instant


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01", "23.11.2026"])
def test_what_is_no_time_is_said(text: str) -> None:
    with pytest.raises(TimeError, match="看不懂"):
        parse_as_of(text)
