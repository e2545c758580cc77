"""Places are kept in a few bytes each, and told as they were."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.evidence import Link
from checks.finding import MAX_PLACES
from monitor.look import standing
from monitor.look.standing import Book, Noted

PLACES = st.tuples(
    st.text(max_size=4), st.integers(0, 9_000_000), st.text(max_size=4), st.text(max_size=4), st.booleans()
)


def link(line: int, text: str) -> Link:
    return Link("http://a.cn/x", "x", "a", "href", text, line)


@settings(deadline=None)
@given(st.lists(PLACES, max_size=60))
def test_the_first_twenty_in_order_are_told_as_they_were(places: list[tuple[str, int, str, str, bool]]) -> None:
    book = Book()
    noted = Noted(book)
    for url, line, text, title, home in places:
        noted.add(book.open(url, title, on_home=home), url, link(line, text), on_home=home)
    most = (1 << 23) - 1
    every = sorted((not home, url, min(line, most), text, title) for url, line, text, title, home in places)
    assert [(one.url, one.line, one.text, one.title) for one in noted.places] == [one[1:] for one in every[:MAX_PLACES]]
    assert noted.total == len(places)
    assert noted.on_home == any(home for *_, home in places)


def test_too_many_texts_and_pages_cost_the_text_and_the_place_and_never_the_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(standing, "_PAGES", 3)
    monkeypatch.setattr(standing, "_TEXTS", 2)
    book = Book()
    noted = Noted(book)
    for number in range(5):
        url = f"http://a.cn/{number}"
        noted.add(book.open(url, "t", on_home=False), url, link(number, f"text {number}"), on_home=False)
    assert noted.total == 5
    assert [(one.line, one.text) for one in noted.places] == [(0, "text 0"), (1, ""), (2, "")]
