"""What is noted of pages: which addresses stand there, each by its number."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.evidence import Link, Page
from checks.finding import MAX_PLACES
from monitor.look.edges import Edges
from monitor.look.meanings import Meanings, is_place
from monitor.look.notes import TargetNotes
from monitor.look.numbers import Numbers
from monitor.look.standing import Standing, Told, numbers_on, standing_of


class Noting:
    """The notes on one target, and everything a test may ask about them."""

    def __init__(self, budget: int = 10, others: "Noting | None" = None) -> None:
        made = Meanings(Numbers(), budget, lambda url: "a.test" in url)
        self.meanings: Meanings = others.meanings if others else made
        self.edges: Edges = others.edges if others else Edges()
        self.notes = TargetNotes(self.meanings, self.edges)

    def take(self, *links: Link, url: str = "http://a.test/", home: bool = False) -> list[str]:
        page = Page(url, 200, "utf-8", "t", links, (), None, {}, {}, {}, "", frozenset())
        return [self.meanings.numbers.text(number) for number in self.notes.take(page, on_home=home).leads]

    def here(self) -> set[str]:
        numbers = numbers_on(self.edges, self.notes.pages, self.meanings)
        return {self.meanings.numbers.text(number) for number in numbers}

    def told(self, about: str) -> Told:
        number = self.meanings.numbers.of(about)
        return standing_of({number}, self.edges, self.notes.pages, self.meanings)[number].told(number, {})


def link(url: str, tag: str = "a", raw: str = "", line: int = 1) -> Link:
    return Link(url, raw or url, tag, "href", "text", line)


def test_links_are_noted_and_returned_for_following() -> None:
    noting = Noting()
    leads = noting.take(link("http://a.test/x#y"), link("http://a.test/x", line=7), link("/i.png", "img"), home=True)
    noting.take(link("http://a.test/x"), url="http://a.test/b")
    assert leads == ["http://a.test/x#y", "http://a.test/x"]
    assert noting.here() == {"http://a.test/x", "http://a.test/x#y", "http://a.test/i.png"}
    told = noting.told("http://a.test/x")
    assert (told.total, told.on_home) == (3, True)
    assert [place.url for place in told.places] == ["http://a.test/", "http://a.test/b"]
    page = noting.meanings.numbers.of("http://a.test/x")
    assert list(noting.meanings.fragments.values()) == [(page, "y")]


def test_forms_are_left_alone_and_what_cannot_be_read_is_kept_apart() -> None:
    noting = Noting()
    leads = noting.take(link("http://a.test/s", "form"), link("", raw="http://["))
    assert (noting.here(), leads) == ({"http://["}, ["http://["])
    assert list(noting.meanings.urls()) == []
    assert [noting.meanings.numbers.text(number) for number in noting.meanings.malformed] == ["http://["]


def test_places_in_other_things_than_links_are_no_places() -> None:
    noting = Noting()
    noting.take(link("http://a.test/i.svg#icon", "img"))
    assert noting.here() == {"http://a.test/i.svg"}


def test_the_budget_is_shared_and_known_urls_cost_nothing() -> None:
    first = Noting(2)
    second = Noting(others=first)
    first.take(link("http://a.test/1"), link("http://a.test/2"), link("http://a.test/1"))
    second.take(link("http://a.test/2"))
    assert (first.notes.cut, second.notes.cut) == (False, False)
    second.take(link("http://a.test/3"), link("http://a.test/2"))
    assert (second.notes.cut, second.here(), second.told("http://a.test/2").total) == (True, {"http://a.test/2"}, 2)
    assert first.here() == {"http://a.test/1", "http://a.test/2"}


def test_what_stands_behind_a_leaving_page_is_noted_and_that_page_once() -> None:
    noting = Noting()
    for other in ("http://b.test/", "http://c.test/"):
        noting.take(link(f"http://a.test/link?url={other}"), url=f"http://a.test/{other[7]}")
    assert noting.here() == {"http://b.test/", "http://c.test/", "http://a.test/link?url=http://b.test/"}
    assert [place.url for place in noting.told("http://c.test/").places] == ["http://a.test/c"]


def test_lines_and_texts_are_noted_of_what_cannot_be_read_again() -> None:
    noting = Noting()
    page = Page(
        "http://a.test/s", 200, "utf-8", "t", (link("http://a.test/x", line=7),), (), None, {}, {}, {}, "", frozenset()
    )
    noting.notes.take_shown(page, on_home=True)
    noting.notes.take_links("http://a.test/f.xml", [link("weixin://x"), link("http://a.test/x", line=3)])
    told = noting.told("http://a.test/x")
    assert [(place.url, place.line, place.text, place.title) for place in told.places] == [
        ("http://a.test/s", 7, "text", "t"),
        ("http://a.test/f.xml", 3, "text", ""),
    ]


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
@given(st.permutations([f"http://a.test/{n:02}" for n in range(30)]))
def test_the_places_told_do_not_depend_on_the_order_of_pages(pages: list[str]) -> None:
    noting = Noting()
    for url in [*pages[:25], "http://a.test/home", *pages[25:]]:
        noting.take(link("http://a.test/x"), link("http://a.test/x"), url=url, home=url.endswith("home"))
    told = noting.told("http://a.test/x")
    assert (told.total, told.on_home) == (62, True)
    assert [place.url for place in told.places] == ["http://a.test/home", *sorted(pages)][:MAX_PLACES]


def test_a_standing_without_pages_tells_nothing() -> None:
    assert Standing().told(0, {}) == Told((), 0, on_home=False)
