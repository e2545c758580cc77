from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.reading.instants import instant_of


@pytest.mark.parametrize(
    "raw",
    [
        "2024-03-05T10:30:00+08:00",
        "2024-03-05T02:30:00Z",
        "2024-03-05 10:30:00",
        "2024-03-05T10:30",
        "Tue, 05 Mar 2024 10:30:00 +0800",
        "Tue, 05 Mar 2024 02:30:00 GMT",
        "Tue, 05 Mar 2024 02:30:00 -0000",
        "Tue, 05 Mar 2024 10:30:00",
        "Tue, 05 Mar 2024 10:30:00 CST",
        "2024-03-05 10:30:00 GMT+8",
        "Mon, 04 Mar 2024 21:30:00 EST",
        "1709605800",
        "1709605800000",
        "2024年3月5日 10:30",
        "2024/03/05 10:30",
        " 2024-03-05 10:30 ",
    ],
)
def test_instants_as_feeds_write_them(raw: str) -> None:
    assert instant_of(raw) == datetime(2024, 3, 5, 2, 30, tzinfo=UTC)


def test_a_day_alone_is_its_start_in_shanghai() -> None:
    assert instant_of("2024-03-05") == datetime(2024, 3, 4, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "昨天",
        "now",
        "2024-13-40",
        "0001-01-01T00:00:00Z",
        "Tue, 99 Mar 2024 99:99",
        "1" * 100,
        "9999-12-31T23:59:59-23:00",
    ],
)
def test_what_means_no_instant(raw: str) -> None:
    assert instant_of(raw) is None


@settings(max_examples=200)
@given(st.one_of(st.text(max_size=40), st.text(alphabet="0123456789-:TZ+ ,MarTueGMCS年月日", max_size=40)))
def test_no_text_makes_it_fail(raw: str) -> None:
    instant = instant_of(raw)
    assert instant is None or instant.tzinfo is UTC
