"""The grade against the measured answers of the reference: every score, every letter, every result."""

import pytest

from checks.security.headers.grading import grade
from checks.security.headers.scale import load_scale
from tests.checks.security.headers.golden import Scenario, scenarios
from tests.shared_data import needs_shared

ONLY_MDN_6 = {"cross-origin-opener-policy", "cross-origin-embedder-policy"}
SCENARIOS = scenarios()

pytestmark = needs_shared


def test_the_measured_answers_are_there() -> None:
    assert len(SCENARIOS) >= 110


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.name)
def test_the_reference_says_the_same(scenario: Scenario) -> None:
    graded = grade(scenario.evidence(), load_scale("mdn-5"))
    if "error" in scenario.expect["v5"]:
        assert graded is None
        return
    assert graded is not None
    expected = {
        test: tuple(result) for test, result in scenario.expect["results"].items() if test not in ONLY_MDN_6
    } | {test: tuple(result) for test, result in scenario.expect.get("v5_differs", {}).items()}
    assert {one.test: (one.result.name, one.worth.modifier, one.worth.passed) for one in graded.tests} == expected
    assert {"score": graded.score, "grade": graded.letter} == scenario.expect["v5"]
