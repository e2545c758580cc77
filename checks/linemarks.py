"""Lines of texts as numbers: whether the same lines are template as before shows in them without the text."""

from collections.abc import Mapping, Sequence
from zlib import crc32

from checks.reading.template import Template, column_in

_NONE: frozenset[int] = frozenset()


def number_of(line: str) -> int:
    """The number of a line, of 32 bits. That two lines share one is to be reckoned with."""
    return crc32(line.encode("utf-8", "surrogatepass"))


class LineMarks:
    """The lines of a template as numbers."""

    def __init__(self, template: Template) -> None:
        self._template = template
        self._lines = frozenset(map(number_of, template.lines))
        self._columns: Mapping[str, frozenset[int]] = {
            column: frozenset(map(number_of, lines)) for column, lines in template.columns.items()
        }

    def of(self, url: str, lines: Sequence[str]) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
        """The numbers of lines, and the places of those of the template.

        None where a line that is not of the template has the number of one that is.
        """
        own = self._template.columns.get(column_in(url), frozenset())
        numbers = tuple(map(number_of, lines))
        places = tuple([place for place, line in enumerate(lines) if line in self._template.lines or line in own])
        return (numbers, places) if places == self.on(url, numbers) else None

    def on(self, url: str, lines: Sequence[int]) -> tuple[int, ...]:
        """The places of those lines that are of the template, on a page of that address."""
        own = self._columns.get(column_in(url), _NONE) if self._columns else _NONE
        return tuple([place for place, line in enumerate(lines) if line in self._lines or line in own])
