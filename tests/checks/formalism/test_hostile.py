"""Hostile texts cost as their length: four times the text at most some four times the time.

The product reads at most ``MAX_TEXT`` characters of a text. The engine behind that limit is tried on a megabyte.
"""

import time
from collections.abc import Callable

import pytest

from checks.formalism.audit import MAX_TEXT, examine
from checks.formalism.decision import Reading
from checks.formalism.rules import load_rules
from checks.formalism.sentences import fold
from tests.checks.formalism.hostile import SHAPES, text_of

RULES = load_rules()
TIMES = 4
MOST = 8.0
"""What four times the text may cost. Quadratic work would be sixteen; a busy machine makes four into five or six."""

MEGABYTE = 1_000_000
_LEAST = 0.01  # seconds below which a clock says nothing
_ATTEMPTS = 3


def growth(read: Callable[[str], object], shape: str, size: int) -> float:
    """How many times as much processor time a text takes as one a fourth as long, the least of some attempts."""
    short, long = text_of(shape, size // TIMES), text_of(shape, size)
    least = float("inf")
    for _ in range(_ATTEMPTS):
        least = min(least, _seconds(read, long) / max(_seconds(read, short), _LEAST))
        if least <= MOST:
            break
    return least


def _seconds(read: Callable[[str], object], text: str) -> float:
    before = time.process_time()
    read(text)
    return time.process_time() - before


@pytest.mark.parametrize("shape", SHAPES)
def test_a_long_page_costs_as_its_length(shape: str) -> None:
    assert growth(lambda text: examine(text, RULES), shape, MAX_TEXT // 4) <= MOST


@pytest.mark.long
@pytest.mark.parametrize("shape", SHAPES)
def test_a_text_as_long_as_the_product_reads_costs_as_its_length(shape: str) -> None:
    assert growth(lambda text: examine(text, RULES), shape, MAX_TEXT) <= MOST


def test_what_stands_behind_the_limit_costs_nothing() -> None:
    read = "天" * MAX_TEXT
    assert growth(lambda text: examine(read + text, RULES), "an order", MEGABYTE) <= MOST / TIMES


@pytest.mark.long
@pytest.mark.parametrize("shape", SHAPES)
def test_a_megabyte_costs_as_its_length(shape: str) -> None:
    def read(text: str) -> None:
        for _ in Reading(fold(text), RULES).decisions(lambda rule: True):
            pass

    assert growth(read, shape, MEGABYTE) <= MOST
