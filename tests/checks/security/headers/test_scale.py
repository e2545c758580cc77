"""The scale: what a score comes to, its letters, and wrong files named."""

from pathlib import Path

import pytest

from checks.security.headers.scale import HOME, STANDARD, ScaleError, Worth, load_scale

SCALE = load_scale()


def test_the_scale_in_use() -> None:
    assert (SCALE.name, SCALE.limits.max_age) == (STANDARD, 180 * 24 * 3600)
    assert len(SCALE.tests) == 10


@pytest.mark.parametrize(
    ("modifiers", "score"),
    [
        ((), 100),
        ((10, 10, 5), 125),
        ((-10, 25), 115),
        ((-5, -10, 25), 85),
        ((-15, 25), 85),
        ((-50, -40, -25), 0),
    ],
)
def test_bonuses_count_when_at_least_90_points_are_left(modifiers: tuple[int, ...], score: int) -> None:
    assert SCALE.total(Worth(modifier=one, passed=True) for one in modifiers) == score


@pytest.mark.parametrize(
    ("least", "letter"),
    [
        (100, "A+"),
        (90, "A"),
        (85, "A-"),
        (80, "B+"),
        (70, "B"),
        (65, "B-"),
        (60, "C+"),
        (50, "C"),
        (45, "C-"),
        (40, "D+"),
        (30, "D"),
        (25, "D-"),
        (0, "F"),
    ],
)
def test_the_letters(least: int, letter: str) -> None:
    assert SCALE.letter(least) == SCALE.letter(least + 4) == letter
    assert least == 0 or SCALE.letter(least - 1) != letter
    assert SCALE.letter(165) == "A+"


def test_every_failed_result_costs_points_and_of_the_passed_only_one() -> None:
    costly = {
        name for results in SCALE.tests.values() for name, one in results.items() if one.passed and one.modifier < 0
    }
    assert costly == {"csp-implemented-with-insecure-scheme-in-passive-content-only"}
    assert all(one.modifier < 0 for results in SCALE.tests.values() for one in results.values() if not one.passed)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("modifier = -10", "modifier = 'ten'", r"tests\.content-security-policy\..*modifier"),
        ('"F" = 0', '"F" = 5', "begin at 0"),
        ("[letters]", "[letters", "not readable"),
        ("step = 5 ", "step = 0 ", r"score\.step"),
    ],
)
def test_a_wrong_scale_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = (HOME / f"{STANDARD}.toml").read_text("utf-8")
    (tmp_path / "mine.toml").write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ScaleError, match=message) as raised:
        load_scale("mine", tmp_path)
    assert "mine.toml" in str(raised.value)


def test_a_scale_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ScaleError, match=r"mdn-9\.toml"):
        load_scale("mdn-9", tmp_path)
