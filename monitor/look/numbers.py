"""Every address that a scan meets, by a number: what is known of an address is then a few bytes in an array."""

from array import array
from collections.abc import Iterator


class Numbers:
    """The numbers of addresses, from 0 in the order they were first met. Addresses are without fragment."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._texts: list[str] = []
        self._pages = array("I")

    def of(self, text: str) -> int:
        """The number of an address, which gets one now if it has none."""
        number = self._numbers.get(text)
        if number is None:
            number = self._numbers[text] = len(self._texts)
            self._texts.append(text)
            twin = self._numbers.get(_twin(text))
            self._pages.append(number if twin is None else self._pages[twin])
        return number

    def find(self, text: str) -> int | None:
        """The number of an address, None when it was never met."""
        return self._numbers.get(text)

    def text(self, number: int) -> str:
        """The address of that number."""
        return self._texts[number]

    def page(self, number: int) -> int:
        """The same for the http and the https address of a page: the number of the one that was met first."""
        return self._pages[number]


class Marks:
    """Which of some numbers are marked, at a byte each."""

    __slots__ = ("_marks",)

    def __init__(self) -> None:
        self._marks = bytearray()

    def add(self, number: int) -> bool:
        """Mark a number. False when it was marked before."""
        if number >= len(self._marks):
            self._marks.extend(bytes(number + 1 - len(self._marks)))
        is_new = not self._marks[number]
        self._marks[number] = 1
        return is_new

    def __contains__(self, number: int) -> bool:
        return number < len(self._marks) and self._marks[number] == 1

    def __iter__(self) -> Iterator[int]:
        return (number for number, mark in enumerate(self._marks) if mark)

    def without(self, numbers: list[int]) -> list[int]:
        """Those of the numbers that are not marked."""
        if numbers and (largest := max(numbers)) >= len(self._marks):
            self._marks.extend(bytes(largest + 1 - len(self._marks)))
        marks = self._marks
        return [number for number in numbers if not marks[number]]


def _twin(address: str) -> str:
    """The https address of an http address, and the other way round."""
    return f"https{address[4:]}" if address.startswith("http:") else f"http{address[5:]}"
