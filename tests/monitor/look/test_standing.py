"""Where addresses stand is told by the pages as they were read again, and by the page alone where they were not."""

from hypothesis import given, settings
from hypothesis import strategies as st

from checks.finding import MAX_PLACES, Place
from monitor.look.standing import Referrer, Standing

PAGES = st.lists(st.tuples(st.booleans(), st.text(min_size=1, max_size=3), st.integers(1, 4)), max_size=60)


def standing(*pages: Referrer) -> Standing:
    made = Standing()
    for page in pages:
        made.add(page)
    return made


@settings(deadline=None)
@given(PAGES)
def test_the_first_twenty_pages_in_order_are_kept_and_all_places_counted(pages: list[tuple[bool, str, int]]) -> None:
    made = standing(*(Referrer(elsewhere, url, "t", times) for elsewhere, url, times in pages))
    told = made.told(1, {})
    first = sorted(pages)[:MAX_PLACES]
    assert [place.url for place in told.places] == [url for _, url, _ in first]
    assert told.total == sum(times for *_, times in pages)
    assert told.on_home == any(not elsewhere for elsewhere, *_ in pages)


def test_line_and_text_are_those_of_the_page_read_again() -> None:
    made = standing(Referrer(True, "/b", "B", 2), Referrer(False, "/a", "A", 1))
    told = made.told(1, {"/b": {1: [(9, "late"), (3, "early")], 2: [(1, "another")]}})
    assert told.places == (Place("/a", 0, "", "A"), Place("/b", 3, "early", "B"), Place("/b", 9, "late", "B"))
    assert (told.total, told.on_home) == (3, True)


def test_a_page_that_no_longer_holds_the_link_is_no_place() -> None:
    made = standing(Referrer(False, "/", "home", 2), Referrer(True, "/b", "B", 1))
    told = made.told(1, {"/": {}})
    assert (told.places, told.total, told.on_home) == ((Place("/b", 0, "", "B"),), 1, False)
    assert made.told(1, {"/": {}, "/b": {}}).places == ()


def test_what_was_noted_in_full_is_told_as_it_was() -> None:
    made = standing(Referrer(True, "/s.css", "", 2, ((7, ""), (5, ""))))
    assert made.told(1, {}).places == (Place("/s.css", 5, "", ""), Place("/s.css", 7, "", ""))


def test_no_more_than_twenty_places_of_one_page_are_told() -> None:
    told = standing(Referrer(True, "/a", "A", 30)).told(1, {"/a": {1: [(line, "") for line in range(30)]}})
    assert (len(told.places), told.total) == (MAX_PLACES, 30)
