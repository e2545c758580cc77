"""How often the audit is right on real posts and sentences: floors at the figures reached.

A third is set aside by a hash of the text. The posts of it were not read while the rules were written, only how many of
them are missed and of which kind. The sentences of it were read before the rules were last widened: their figure says
nothing of new text. What asks is told by a finding or a reminder; a finding stands only on what asks.
The floors only rise.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

import pytest

from checks.formalism.audit import audit, gravest
from checks.formalism.rules import Level, load_rules
from tests.shared_data import REALDATA, SHARED, needs_shared

pytestmark = needs_shared


@dataclass(frozen=True)
class Labelled:
    """A text with what a person says of it: ``wrong``, something that ``asks`` (or is borderline), or neither."""

    id: str
    text: str
    wrong: bool
    asks: bool

    aside: bool


def is_aside(text: str) -> bool:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % 3 == 0


@dataclass(frozen=True)
class Score:
    findings: int
    right: int
    wrong: int
    reminded: int
    false_alarms: int

    @property
    def precision(self) -> float:
        return self.right / self.findings

    @property
    def told(self) -> float:
        """Recall of findings and reminders together."""
        return self.reminded / self.wrong


@cache
def posts() -> tuple[Labelled, ...]:
    lines = (REALDATA / "posts" / "labelled_posts.jsonl").read_text("utf-8").splitlines()
    return tuple(_post(json.loads(line)) for line in lines)


def _post(record: dict[str, object]) -> Labelled:
    solicits = record["verdict"] == "solicitation"
    return Labelled(
        str(record["id"]),
        str(record["text"]),
        wrong=solicits,
        asks=solicits or record["verdict"] == "borderline",
        aside=is_aside(str(record["text"])),
    )


@cache
def sentences() -> tuple[Labelled, ...]:
    """The table of the domain file: P are wrong, N are not, G are borderline."""
    table = (SHARED / "domain" / "formalism.md").read_text("utf-8")
    rows = re.findall(r"^\| ([PNG]\d+) \| [^|]* \| (.*?) \| ", table, re.MULTILINE)
    return tuple(
        Labelled(id_, text.replace(" ~", ""), id_[0] == "P", id_[0] != "N", is_aside(text)) for id_, text in rows
    )


def level_of(text: str) -> Level:
    hits = gravest(audit(text, load_rules()))
    return hits[0].level if hits else Level.SILENT


def score(texts: tuple[Labelled, ...], aside: bool) -> Score:
    told = [(one, level_of(one.text)) for one in texts if one.aside is aside]
    return Score(
        findings=sum(level is Level.FINDING and (one.wrong or not one.asks) for one, level in told),
        right=sum(one.wrong and level is Level.FINDING for one, level in told),
        wrong=sum(one.wrong for one, _ in told),
        reminded=sum(one.wrong and level is not Level.SILENT for one, level in told),
        false_alarms=sum(not one.asks and level is not Level.SILENT for one, level in told),
    )


@pytest.mark.parametrize(("aside", "told"), [(False, 1.0), (True, 0.928)])
def test_posts(aside: bool, told: float) -> None:
    reached = score(posts(), aside)
    assert reached.precision == 1
    assert reached.false_alarms == 0
    assert reached.told >= told


@pytest.mark.parametrize(("aside", "told", "false_alarms"), [(False, 1.0, 0), (True, 0.923, 1)])
def test_sentences(aside: bool, told: float, false_alarms: int) -> None:
    reached = score(sentences(), aside)
    assert reached.precision == 1
    assert reached.false_alarms <= false_alarms
    assert reached.told >= told


def test_both_sets_are_there_in_full() -> None:
    assert len(posts()) == 496
    assert len(sentences()) == 102
    assert sum(one.wrong for one in posts()) == 44


def unlabelled() -> Iterator[str]:
    titles = (REALDATA / "posts" / "wechat_titles_2021_dev.tsv").read_text("utf-8").splitlines()[1:]
    weibo = (REALDATA / "posts" / "weibo_cctvnews_2020_dev.csv").read_text("utf-8").splitlines()[1:]
    return chain((line.split("\t")[2] for line in titles if line.count("\t") >= 2), weibo)


def test_nearly_all_real_titles_and_posts_are_left_in_peace() -> None:
    # 5,000 texts; reminders are mostly 转起 and the like.
    levels = [level_of(text) for text in unlabelled()]
    assert len(levels) > 5000
    assert levels.count(Level.FINDING) <= 1
    assert levels.count(Level.REMINDER) <= 90
