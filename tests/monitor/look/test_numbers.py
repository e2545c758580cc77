"""Every address has one number, and what is marked stays marked."""

from hypothesis import given
from hypothesis import strategies as st

from monitor.look.numbers import Marks, Numbers


def test_an_address_keeps_its_number() -> None:
    numbers = Numbers()
    assert [numbers.of(text) for text in ("http://a.cn/", "http://b.cn/", "http://a.cn/")] == [0, 1, 0]
    assert (numbers.text(1), numbers.find("http://b.cn/"), numbers.find("http://c.cn/")) == ("http://b.cn/", 1, None)


def test_the_http_and_the_https_address_are_one_page() -> None:
    numbers = Numbers()
    plain, secure = numbers.of("http://a.cn/x"), numbers.of("https://a.cn/x")
    assert plain != secure
    assert numbers.page(plain) == numbers.page(secure) == plain
    assert numbers.page(numbers.of("http://a.cn/y")) != plain


@given(st.lists(st.integers(0, 2_000)), st.lists(st.integers(0, 3_000)))
def test_marks_are_a_set_of_numbers(marked: list[int], asked: list[int]) -> None:
    marks = Marks()
    is_new = [marks.add(number) for number in marked]
    assert sum(is_new) == len(set(marked))
    assert list(marks) == sorted(set(marked))
    assert marks.without(asked) == [number for number in asked if number not in set(marked)]
    assert [number in marks for number in asked] == [number in set(marked) for number in asked]
