"""The points of a grade as they are stored with it (``Tally.score``), and read back.

``verified`` is the score by verified points alone. ``reference`` holds unverified points as well: it may be shown only
with the word 未核实 unless ``official``.
"""

from typing import Any

from checks.scoring import Deduction, Score


def as_data(score: Score | None) -> dict[str, Any] | None:
    """Points as plain data, None where the target has none."""
    if score is None:
        return None
    return {
        "verified": float(score.verified),
        "reference": float(score.reference),
        "official": score.is_official,
        "bonus": float(score.bonus),
        "bonus_unverified": float(score.bonus_unverified),
        "coverage": score.coverage,
        "deductions": [_deduction(one) for one in score.deductions],
    }


def _deduction(one: Deduction) -> dict[str, Any]:
    return {
        "indicator": one.indicator,
        "count": one.count,
        "passed_over": one.passed_over,
        "verified": float(one.verified),
        "unverified": float(one.unverified),
        "capped": float(one.capped),
    }
