import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.evidence import Link, Page
from checks.finding import MAX_PLACES
from monitor.look.notes import Budget, TargetNotes, is_place


def page_with(*links: Link, url: str = "http://a.test/") -> Page:
    return Page(url, 200, "utf-8", "t", links, (), None, {}, {}, {}, "", frozenset())


def link(url: str, tag: str = "a", raw: str = "", line: int = 1) -> Link:
    return Link(url, raw or url, tag, "href", "text", line)


def test_links_are_noted_with_places_and_returned_for_following() -> None:
    notes = TargetNotes(Budget(10))
    followed = notes.take(page_with(link("http://a.test/x#y"), link("http://a.test/x", line=7)), on_home=True)
    notes.take(page_with(link("http://a.test/x"), url="http://a.test/b"), on_home=False)
    assert [url for _, url in followed] == ["http://a.test/x", "http://a.test/x"]
    noted = notes.links["http://a.test/x"]
    assert (noted.total, noted.on_home) == (3, True)
    assert [(place.url, place.line) for place in noted.places] == [
        ("http://a.test/", 1),
        ("http://a.test/", 7),
        ("http://a.test/b", 1),
    ]
    assert list(notes.fragments) == [("http://a.test/x", "y")]


def test_forms_are_left_alone_and_what_cannot_be_read_is_kept_apart() -> None:
    notes = TargetNotes(Budget(10))
    followed = notes.take(page_with(link("http://a.test/s", "form"), link("", raw="http://[")), on_home=False)
    assert (followed, list(notes.links), list(notes.malformed)) == ([], [], ["http://["])


def test_places_in_other_things_than_links_are_no_places() -> None:
    notes = TargetNotes(Budget(10))
    notes.take(page_with(link("http://a.test/i.svg#icon", "img")), on_home=False)
    assert not notes.fragments


def test_the_budget_is_shared_and_known_urls_cost_nothing() -> None:
    budget = Budget(2)
    first, second = TargetNotes(budget), TargetNotes(budget)
    first.take(page_with(link("http://a.test/1"), link("http://a.test/2"), link("http://a.test/1")), on_home=False)
    second.take(page_with(link("http://a.test/2")), on_home=False)
    assert (first.cut, second.cut) == (False, False)
    second.take(page_with(link("http://a.test/3"), link("http://a.test/2")), on_home=False)
    assert (second.cut, list(second.links), second.links["http://a.test/2"].total) == (True, ["http://a.test/2"], 2)


@pytest.mark.parametrize("fragment", ["part", "第一章", "a-1", "S1.2", "2026"])
def test_places(fragment: str) -> None:
    assert is_place(fragment)


@pytest.mark.parametrize(
    "fragment",
    ["", "#", "##", "top", "TOP", "none", "nogo", "/route", "!route", ":~:text=a", "a:~:text=b", "id=3", "@"],
)
def test_what_is_no_place(fragment: str) -> None:
    assert not is_place(fragment)


@settings(deadline=None)
@given(st.permutations([(url, home) for url in [f"http://a.test/{n:02}" for n in range(30)] for home in (False,)]))
def test_the_places_kept_do_not_depend_on_the_order_of_pages(pages: list[tuple[str, bool]]) -> None:
    notes = TargetNotes(Budget(10))
    for url, home in [*pages[:25], ("http://a.test/", True), *pages[25:]]:
        notes.take(page_with(link("http://a.test/x", line=2), link("http://a.test/x", line=1), url=url), on_home=home)
    noted = notes.links["http://a.test/x"]
    assert (noted.total, noted.on_home) == (62, True)
    every = sorted((url, line) for url in ["http://a.test/", *(one for one, _ in pages)] for line in (1, 2))
    assert [(place.url, place.line) for place in noted.places] == every[:MAX_PLACES]
