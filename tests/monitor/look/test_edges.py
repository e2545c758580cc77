"""What stands on pages is kept on disk and read as it was written, and in memory where there is no disk."""

import logging
from array import array
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.look import edges as edges_module
from monitor.look.edges import Edges, Stood

PAGES = st.lists(
    st.builds(
        Stood,
        st.text(max_size=20),
        st.text(max_size=20),
        st.booleans(),
        st.lists(st.integers(0, 50), max_size=30).map(lambda numbers: array("I", numbers)),
        st.lists(st.tuples(st.integers(0, 9), st.text(max_size=3)), max_size=3),
    ),
    max_size=20,
)


@given(PAGES, st.sets(st.integers(0, 50)))
def test_pages_are_read_as_they_were_written(pages: list[Stood], wanted: set[int]) -> None:
    edges = Edges()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(edges_module, "_WAITING", 200)  # so that some are on disk and some are waiting
        numbers = [edges.add(page) for page in pages]
    assert [edges.numbers(number) for number in numbers] == [page.numbers for page in pages]
    holding = [page for page in pages if wanted & set(page.numbers)]
    found = list(edges.holding(numbers, wanted))
    assert [(one.url, one.title, one.on_home, one.numbers, list(one.told)) for one in found] == [
        (one.url, one.title, one.on_home, one.numbers, list(one.told)) for one in holding
    ]


def filled(edges: Edges, count: int = 100) -> list[int]:
    return [edges.add(Stood(f"/{number}", "t", False, array("I", range(number)))) for number in range(count)]


def test_the_file_lies_in_the_folder_and_has_no_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(edges_module, "_WAITING", 1_000)
    edges = Edges(tmp_path)
    numbers = filled(edges)
    assert list(tmp_path.iterdir()) == []
    assert [len(edges.numbers(number)) for number in numbers] == list(range(100))
    assert len(edges._waiting) < 2_000


def test_a_disk_that_takes_no_more_costs_memory_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(edges_module, "_WAITING", 1_000)
    edges = Edges()
    first = filled(edges)

    def full(*_: Any) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.pwrite", full)
    with caplog.at_level(logging.WARNING):
        second = filled(edges)
    assert [len(edges.numbers(number)) for number in (*first, *second)] == [*range(100), *range(100)]
    assert sum("kept in memory" in record.message for record in caplog.records) == 1


def test_a_folder_that_is_not_there_is_not_needed(tmp_path: Path) -> None:
    edges = Edges(tmp_path / "none")
    assert [len(edges.numbers(number)) for number in filled(edges, 3)] == [0, 1, 2]
