"""How often the audit is right on real posts and sentences: floors at the figures reached.

The texts are split in two by a hash of their ids. The rules were tuned on half 0; half 1 only says how well that holds.
A finding is right where a person labelled the text as soliciting or ordering votes, likes, follows or installs, or as
an order to staff. A reminder may stand on anything that asks for something, and on what the labels call borderline.
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

IN_SCOPE = {"vote", "like", "follow", "app_install"}


@dataclass(frozen=True)
class Labelled:
    """A text with what a person says of it: ``wrong``, something that ``asks`` (or is borderline), or neither."""

    id: str
    text: str
    wrong: bool
    asks: bool

    @property
    def half(self) -> int:
        return hashlib.sha256(self.id.encode()).digest()[0] % 2


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
    def recall(self) -> float:
        return self.right / self.wrong

    @property
    def told(self) -> float:
        """Recall of findings and reminders together."""
        return self.reminded / self.wrong


@cache
def posts() -> tuple[Labelled, ...]:
    lines = (REALDATA / "posts" / "labelled_posts.jsonl").read_text("utf-8").splitlines()
    return tuple(_post(json.loads(line)) for line in lines)


def _post(record: dict[str, object]) -> Labelled:
    labels = record["labels"]
    assert isinstance(labels, list)
    solicits = record["verdict"] == "solicitation"
    return Labelled(
        str(record["id"]),
        str(record["text"]),
        wrong=solicits and bool(record["coercive"] or IN_SCOPE & set(labels)),
        asks=solicits or record["verdict"] == "borderline",
    )


@cache
def sentences() -> tuple[Labelled, ...]:
    """The table of the domain file: P are wrong, N are not, G are borderline."""
    table = (SHARED / "domain" / "formalism.md").read_text("utf-8")
    rows = re.findall(r"^\| ([PNG]\d+) \| [^|]* \| (.*?) \| ", table, re.MULTILINE)
    return tuple(Labelled(id_, text.replace(" ~", ""), id_[0] == "P", id_[0] != "N") for id_, text in rows)


def level_of(text: str) -> Level:
    hits = gravest(audit(text, load_rules()))
    return hits[0].level if hits else Level.SILENT


def score(texts: tuple[Labelled, ...], half: int | None = None) -> Score:
    told = [(one, level_of(one.text)) for one in texts if half is None or one.half == half]
    return Score(
        findings=sum(level is Level.FINDING for _, level in told),
        right=sum(one.wrong and level is Level.FINDING for one, level in told),
        wrong=sum(one.wrong for one, _ in told),
        reminded=sum(one.wrong and level is not Level.SILENT for one, level in told),
        false_alarms=sum(not one.asks and level is not Level.SILENT for one, level in told),
    )


@pytest.mark.parametrize(("half", "recall", "told"), [(0, 0.85, 1.0), (1, 0.72, 0.9), (None, 0.8, 0.96)])
def test_posts(half: int | None, recall: float, told: float) -> None:
    reached = score(posts(), half)
    assert reached.precision == 1
    assert reached.false_alarms == 0
    assert reached.recall >= recall
    assert reached.told >= told


@pytest.mark.parametrize(("half", "recall", "told"), [(0, 0.85, 0.92), (1, 0.9, 0.9), (None, 0.87, 0.91)])
def test_sentences(half: int | None, recall: float, told: float) -> None:
    reached = score(sentences(), half)
    assert reached.precision == 1
    assert reached.false_alarms == 0
    assert reached.recall >= recall
    assert reached.told >= told


def test_both_sets_are_there_in_full() -> None:
    assert len(posts()) == 496
    assert len(sentences()) == 102
    assert sum(one.wrong for one in posts()) == 25


def unlabelled() -> Iterator[str]:
    titles = (REALDATA / "posts" / "wechat_titles_2021_dev.tsv").read_text("utf-8").splitlines()[1:]
    weibo = (REALDATA / "posts" / "weibo_cctvnews_2020_dev.csv").read_text("utf-8").splitlines()[1:]
    return chain((line.split("\t")[2] for line in titles if line.count("\t") >= 2), weibo)


def test_nearly_all_real_titles_and_posts_are_left_in_peace() -> None:
    # 5,000 texts; the few findings were read one by one and ask for likes in a contest.
    levels = [level_of(text) for text in unlabelled()]
    assert len(levels) > 5000
    assert levels.count(Level.FINDING) <= 4
    assert levels.count(Level.REMINDER) <= 10
