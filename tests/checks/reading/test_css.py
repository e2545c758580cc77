"""What a style sheet loads, by literal sheets and against a whole parser of the grammar."""

from collections.abc import Iterator
from typing import Any

import pytest
import tinycss2  # type: ignore[import-untyped]  # it ships no stubs
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.reading.css import MAX_ADDRESSES, css_addresses


def raws(sheet: str) -> list[str]:
    return [one.raw for one in css_addresses(sheet)]


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        ("a{background:url(a.png)}", ["a.png"]),
        ("a{background:url( 'a b.png' )}", ["a b.png"]),
        ('a{background:URL("a(1).png")}', ["a(1).png"]),
        ("a{background:url(a\\ b\\29 .png)}", ["a b).png"]),
        ("@import 'a.css' screen;@import url(b.css);@IMPORT \"c.css\";", ["a.css", "b.css", "c.css"]),
        ("@import/**/'a.css';", ["a.css"]),
        ("@font-face{src:url(a.eot?#iefix) format('eot'),url(b.woff) format(\"woff\")}", ["a.eot?#iefix", "b.woff"]),
        (
            "a{background:image-set('a.png' 1x, url(b.png) 2x, 'c.png' type('image/png') 3x)}",
            ["a.png", "b.png", "c.png"],
        ),
        ("a{background:-webkit-image-set(url(a.png) 1x)}", ["a.png"]),
        ("/* url(no) @import 'no'; */a{}", []),
        ("a{content:'url(no)'}", []),
        ("a{content:\"@import 'no'\"}", []),
        ("@namespace svg url(http://www.w3.org/2000/svg);", []),
        ("a{fill:url(#gradient);clip-path:url('#x')}", []),
        ("a{behavior:url(PIE.htc)}", []),
        ("a{background:url()}", []),
        ("a{background:url(a b.png)}b{background:url(c.png)}", ["c.png"]),
        ("a{b:my-url(no)}", []),
        ("a{background:url(", []),
        ("a{content:'broken\n;background:url(a.png)}", ["a.png"]),
        ("<!-- a{background:url(a.png)} -->", ["a.png"]),
        ("@media print{@supports (x:y){a{background:url(a.png)}}}", ["a.png"]),
    ],
)
def test_what_a_sheet_loads(sheet: str, expected: list[str]) -> None:
    assert raws(sheet) == expected


def test_imports_and_places_are_told() -> None:
    first, second = css_addresses("@import 'a.css';\na{background:url(b.png)}")
    assert (first.is_import, second.is_import) == (True, False)
    assert second.position == 30


def test_the_number_of_addresses_is_bounded() -> None:
    assert len(raws("a{background:url(a.png)}" * (MAX_ADDRESSES + 5))) == MAX_ADDRESSES


@pytest.mark.parametrize("piece", ["url(", "'", "/*", "\\", "(", "@import ", "url('", "image-set(", "a:url(x"])
def test_hostile_sheets_take_linear_time(piece: str) -> None:
    assert len(raws("url(x)" + piece * 200_000)) <= MAX_ADDRESSES


def _by_parser(sheet: str) -> Iterator[str]:
    """What tinycss2 makes of the same sheet."""
    yield from _loaded(tinycss2.parse_component_value_list(sheet, skip_comments=True), "")


def _loaded(nodes: Any, around: str) -> Iterator[str]:
    for node in nodes:
        if node.type == "url" or (node.type == "string" and around in {"url", "image-set"}):
            yield node.value
        elif node.type == "function":
            yield from _loaded(node.arguments, node.lower_name)
        elif node.type in {"() block", "[] block", "{} block"}:
            yield from _loaded(node.content, "")


PIECES = (
    "url(",
    "a.png",
    ")",
    "'",
    '"',
    "{",
    "}",
    ";",
    " ",
    "\n",
    "/*",
    "*/",
    "b:",
    "image-set(",
    "\\29 ",
    "x(",
    ",",
    "é",
)


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@settings(deadline=None, max_examples=300)
def test_nothing_is_found_that_a_whole_parser_does_not_find(sheet: str) -> None:
    by_parser = {raw.strip() for raw in _by_parser(sheet)}
    assert set(raws(sheet)) <= by_parser
