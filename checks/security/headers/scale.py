"""The scale of a header grade: what every result is worth and which letter a score gets, read from TOML."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

HOME = Path(__file__).parents[2] / "indicators" / "scores"
STANDARD = "mdn-5"
"""The scale in use. Its name is stored with every grade, so that a later scale shows as a break and not as progress."""


class ScaleError(Exception):
    """A scale cannot be read. The message names the file and what is wrong."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Worth(_Part):
    """What a result adds to the score (or takes, when negative), and whether its test counts as passed."""

    modifier: int
    passed: bool


class Arithmetic(_Part):
    """``start`` less the penalties is the score; when at least ``bonuses_from`` is left, bonuses are added."""

    start: int
    bonuses_from: int
    step: int = Field(gt=0)


class Limits(_Part):
    """``max_age`` is the least time in seconds for which Strict-Transport-Security counts as long enough."""

    max_age: int


class Scale(_Part):
    """One version of the grade. ``letters`` are by the least score, ``tests`` hold the results of each test."""

    name: str
    score: Arithmetic
    limits: Limits
    letters: Mapping[str, int] = Field(min_length=1)
    tests: Mapping[str, Mapping[str, Worth]] = Field(min_length=1)

    @model_validator(mode="after")
    def _reaches_down_to_zero(self) -> "Scale":
        if min(self.letters.values()) > 0:
            raise ValueError("letters: one of them must begin at 0")
        return self

    def worth(self, test: str, result: str) -> Worth:
        """What a result is worth. Raises ``KeyError`` for a result that the scale does not know."""
        return self.tests[test][result]

    def total(self, worths: Iterable[Worth]) -> int:
        """The score, from 0; it may be above 100."""
        modifiers = [worth.modifier for worth in worths]
        base = self.score.start + sum(modifier for modifier in modifiers if modifier < 0)
        bonuses = sum(modifier for modifier in modifiers if modifier > 0)
        return max(0, base + bonuses if base >= self.score.bonuses_from else base)

    def letter(self, score: int) -> str:
        """The letter of a score."""
        rounded = score - score % self.score.step
        return max((least, letter) for letter, least in self.letters.items() if least <= rounded)[1]


@cache
def load_scale(name: str = STANDARD, home: Path = HOME) -> Scale:
    """Read a scale by its name. Raises :class:`ScaleError`."""
    path = home / f"{name}.toml"
    try:
        return Scale.model_validate({"name": name} | tomllib.loads(path.read_text("utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise ScaleError(f"{path}: {field or 'scale'}: {first['msg']}") from None
    except (OSError, ValueError) as error:
        raise ScaleError(f"{path}: not readable as a scale: {error}") from None
