"""What addresses mean as pages write them: the same as each would mean by itself, however often it was met."""

from hypothesis import given, settings
from hypothesis import strategies as st

from checks.reading.urls import Resolver
from monitor.look import meanings as meanings_module
from monitor.look.meanings import CUT, NOTHING, Meanings
from monitor.look.numbers import Numbers

RAWS = st.sampled_from(
    (
        *("/a.html", "a.html", "./a.html", "../a.html", "", "#", "#top", "#part", "?a=1", " /b.html ", "//c.cn"),
        *("http://b.cn/x#y", "HTTP://A.CN/a.html", "javascript:void(0)", "mailto:a@b.cn", "http://[bad", "x" * 400),
        *("/查?词=一", "/link?url=http://c.cn/", "/link?url=http://d.cn/", "/a.html#第一章", "\\a.html"),
    )
)
BASES = st.sampled_from(
    ["http://a.cn/", "http://a.cn/x/y.html", "http://a.cn/x/z.html?b=1", "https://a.cn/x/", "http://b.cn/"]
)


def made(budget: int = 1_000) -> Meanings:
    return Meanings(Numbers(), budget, lambda url: url.startswith("http://a.cn/"))


def texts(meanings: Meanings, raw: str, base: str, charset: str = "utf-8") -> list[str]:
    (number,) = meanings.of([raw], Resolver(base, charset))
    return [meanings.numbers.text(part) for part in meanings.parts(number)] if number >= 0 else []


@settings(deadline=None)
@given(st.lists(st.tuples(BASES, st.lists(RAWS, max_size=8)), max_size=8), st.integers(1, 40))
def test_what_was_remembered_means_what_it_meant(pages: list[tuple[str, list[str]]], room: int) -> None:
    known, plain = made(), made()
    known._room = room
    for base, raws in pages:
        resolver = Resolver(base)
        each = []
        for raw in raws:
            plain._remembered.clear()
            each += plain.of([raw], resolver)
        found = known.of(raws, resolver)
        assert found == each
        assert found == known.of(raws, resolver)


def test_the_same_written_on_another_page_may_be_another_address() -> None:
    meanings = made()
    assert texts(meanings, "a.html", "http://a.cn/x/y.html") == ["http://a.cn/x/a.html"]
    assert texts(meanings, "a.html", "http://a.cn/z/y.html") == ["http://a.cn/z/a.html"]
    assert texts(meanings, "/a?词", "http://a.cn/", "gb18030") != texts(meanings, "/a?词", "http://a.cn/")


def test_a_place_in_a_page_stands_for_the_page_as_well() -> None:
    meanings = made()
    assert texts(meanings, "/a.html#part", "http://a.cn/") == ["http://a.cn/a.html", "http://a.cn/a.html#part"]
    assert texts(meanings, "#top", "http://a.cn/a.html") == ["http://a.cn/a.html"]


def test_a_leaving_page_stands_for_its_goal_and_once_for_itself() -> None:
    meanings = made()
    first, second = "/link?url=http://c.cn/", "/link?url=http://d.cn/"
    assert texts(meanings, first, "http://a.cn/") == ["http://c.cn/", f"http://a.cn{first}"]
    assert texts(meanings, second, "http://a.cn/") == ["http://d.cn/"]
    assert texts(meanings, first, "http://a.cn/") == ["http://c.cn/", f"http://a.cn{first}"]
    assert texts(meanings, f"http://b.cn{second}", "http://a.cn/") == [f"http://b.cn{second}"]


def test_what_there_is_no_room_for_is_cut() -> None:
    meanings = made(2)
    raws = ["/1", "mailto:x@y.cn", "/2", "/3", "/1", "http://[bad", "/link?url=http://c.cn/"]
    assert meanings.of(raws, Resolver("http://a.cn/")) == [0, NOTHING, 1, CUT, 0, CUT, CUT]
    assert sorted(meanings.urls()) == [0, 1]


def test_no_more_ways_to_write_are_remembered_than_there_is_room_for() -> None:
    meanings, room = made(), meanings_module._REMEMBERED
    resolver = Resolver("http://a.cn/")
    for start in range(0, 3 * room, 1_000):
        meanings.of(
            [f"#{number}" if number % 2 else f"mailto:{number}" for number in range(start, start + 1_000)], resolver
        )
    assert sum(map(len, meanings._remembered.values())) <= room
