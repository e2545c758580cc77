from checks.reading.remembered import Remembered


def test_what_was_made_is_made_once() -> None:
    made: list[str] = []

    def make(text: str) -> int:
        made.append(text)
        return len(text)

    lengths = Remembered(make, longest=5, entries=10)
    assert [lengths["首页"], lengths["首页"], lengths["通知公告"]] == [2, 2, 4]
    assert made == ["首页", "通知公告"]


def test_neither_long_texts_nor_very_many_are_kept() -> None:
    lengths = Remembered(len, longest=5, entries=3)
    assert lengths["x" * 6] == 6
    assert not lengths
    for number in range(100):
        assert lengths[str(number)] == len(str(number))
        assert len(lengths) <= 3
