"""Pages kept from one look to the next: they come back as they were, and a file that is not whole is no file."""

import random
from array import array
from dataclasses import replace
from pathlib import Path

import pytest

from checks.evidence import Response
from checks.vocabulary import LinkOutcome
from monitor.look.memory import Memory, memory_of
from monitor.look.numbers import Numbers
from monitor.look.remembered import Remembered, digest_of

URL = "http://a.test/1.html"
LINKS = ["http://a.test/2.html", "http://a.test/3.html#part", "http://:bad"]


def page(numbers: Numbers, **other: object) -> Remembered:
    """A page as it was read."""
    told = {
        "url": URL,
        "owner": "t1",
        "title": "通知",
        "published": "2026-10-12",
        "digest": "d",
        "likeness": "l",
        "content": 7,
        "sheets": ["http://a.test/a.css"],
        "feeds": [],
        "note": {"lines": [1, 2]},
        "entity_tag": '"x"',
        "modified": "",
        "numbers": array("I", [numbers.of(link) for link in LINKS]),
        "leads": bytes([1, 1, 0]),
        "anchors": frozenset({"top", "foot"}),
    }
    return Remembered(**told | other)  # type: ignore[arg-type]  # a table of fields


async def kept(folder: Path, key: str = "k") -> None:
    """One look that keeps the page."""
    numbers = Numbers()
    async with memory_of(folder, "a.test", key, numbers) as memory:
        assert memory is not None
        memory.keep(page(numbers), {numbers.of(LINKS[2])})


async def found(folder: Path, key: str = "k") -> Remembered | None:
    """What the next look finds, whose addresses have other numbers."""
    numbers = Numbers()
    for n in range(5):
        numbers.of(f"http://b.test/{n}.html")
    async with memory_of(folder, "a.test", key, numbers) as memory:
        assert memory is not None
        one = memory.find(URL)
        if one is not None:
            assert [numbers.text(number) for number in one.numbers] == LINKS
            assert [memory.was_malformed(number) for number in one.numbers] == [False, False, True]
            memory.keep(one, {one.numbers[2]})
        return one


async def test_a_page_comes_back_as_it_was_look_after_look(tmp_path: Path) -> None:
    await kept(tmp_path)
    for _ in range(3):
        one = await found(tmp_path)
        assert one is not None
        assert one == replace(page(Numbers()), numbers=one.numbers, written=one.written)


async def test_another_key_finds_nothing(tmp_path: Path) -> None:
    await kept(tmp_path)
    assert await found(tmp_path, "other") is None


async def test_what_a_disk_did_to_the_file_costs_the_memory_and_nothing_else(tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311  the same damage every time
    for _ in range(200):
        await kept(tmp_path)
        damage(tmp_path, chance)
        one = await found(tmp_path)
        assert one is None or one == replace(page(Numbers()), numbers=one.numbers, written=one.written)


def damage(folder: Path, chance: random.Random) -> None:
    """Cut the file short, or write other bytes into it."""
    (file,) = folder.iterdir()
    body = bytearray(file.read_bytes())
    if chance.random() < 0.5:
        body = body[: chance.randrange(len(body))]
    for _ in range(chance.randrange(20) if body else 0):
        body[chance.randrange(len(body))] = chance.randrange(256)
    file.write_bytes(body)


async def test_where_nothing_can_be_written_nothing_is_remembered(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    place = tmp_path / "file"
    place.write_text("no folder")
    async with memory_of(place, "a.test", "k", Numbers()) as memory:
        assert memory is None
    assert "pages are not remembered" in caplog.text


async def test_a_full_disk_costs_the_next_look_its_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await kept(tmp_path)
    monkeypatch.setattr(Memory, "_write", lambda self, record: False)
    await kept(tmp_path)
    monkeypatch.undo()
    assert await found(tmp_path) is not None  # that of the look before


@pytest.mark.parametrize(
    ("answer", "same"),
    [
        (Response(URL, URL, LinkOutcome.OK, 304), True),
        (Response(URL, URL, LinkOutcome.OK, 200, body=b"page"), True),
        (Response(URL, URL, LinkOutcome.OK, 200, body=b"other"), False),
        (Response(URL, URL, LinkOutcome.OK, 200, (("content-type", "text/html; charset=gbk"),), b"page"), False),
        (Response(URL, URL, LinkOutcome.OK, 200, body=b"page", truncated=True), False),
        (Response(URL, URL, LinkOutcome.REDIRECTED, 200, body=b"page", hops=("http://a.test/0",)), False),
        (Response(URL, URL, LinkOutcome.REDIRECTED, 304, hops=("http://a.test/0",)), False),
        (Response(URL, URL, LinkOutcome.NOT_FOUND, 404, body=b"page"), False),
    ],
)
def test_when_an_answer_shows_that_nothing_changed(answer: Response, *, same: bool) -> None:
    digest = digest_of(Response(URL, URL, LinkOutcome.OK, 200, body=b"page"))
    assert page(Numbers(), digest=digest).is_in(answer) is same


def test_a_server_that_names_no_state_is_not_believed_when_it_says_that_nothing_changed() -> None:
    one = page(Numbers(), entity_tag="")
    assert one.conditions == {}
    assert not one.is_in(Response(URL, URL, LinkOutcome.OK, 304))
