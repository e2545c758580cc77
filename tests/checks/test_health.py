"""The product's own grade: a letter by what is left to repair, nothing where nothing was judged."""

import pytest

from checks.catalogue import load_catalogue
from checks.health import health
from checks.vocabulary import Severity, Verdict

VETO, DEDUCT, REMINDER, ADVICE = Severity.VETO, Severity.DEDUCT, Severity.REMINDER, Severity.ADVICE


@pytest.mark.parametrize(
    ("found", "letter"),
    [
        ([], "A"),
        ([ADVICE] * 50, "A"),
        ([DEDUCT] * 2, "A"),
        ([DEDUCT] * 3, "B"),
        ([REMINDER], "A"),
        ([REMINDER] * 2, "B"),
        ([DEDUCT] * 500, "D"),
        ([DEDUCT] * 500 + [REMINDER] * 500 + [ADVICE] * 500, "E"),
        ([VETO], "E"),
        ([VETO, DEDUCT, DEDUCT, REMINDER, REMINDER], "F"),
        ([VETO, VETO], "F"),
    ],
)
def test_the_scale(found: list[Severity], letter: str) -> None:
    assert health(Verdict.QUALIFIED, found, load_catalogue()) == letter


def test_what_was_not_judged_has_no_letter() -> None:
    assert health(Verdict.UNDETERMINED, [], load_catalogue()) == ""
