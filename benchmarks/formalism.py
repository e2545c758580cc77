"""How often the audit of formalism is right: ``python benchmarks/formalism.py FILE.jsonl [--json OUT]``.

A line is a text with a label in one of two forms: ``verdict`` (solicitation, borderline, hard_negative, negative) with
``coercive``, or ``label`` (positive, borderline, negative) with ``codes``. Precision is the share of findings that
stand on asking texts; recall the share of asking texts with a finding or a reminder; borderline texts count for
neither. ``--part dev`` and ``--part aside`` take two thirds and one third, by SHA-256 of the text.

Speed is processor time on one core, when everything was read once before. ``texts_per_second`` counts the texts as they
are. ``posts_per_second`` counts posts of 300 characters: each text with others of the file behind it that hold no act,
so that as large a share of the posts has cues as of the texts.
"""

import argparse
import hashlib
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import cycle
from math import sqrt
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from checks.formalism.audit import Hit, audit, gravest
from checks.formalism.rules import Level, Role, load_rules
from checks.formalism.sentences import fold

ASKING, BORDERLINE, LEFT = "asking", "borderline", "left"
LABELS = {
    "solicitation": ASKING, "positive": ASKING, "borderline": BORDERLINE,
    "hard_negative": LEFT, "negative": LEFT,
}  # fmt: skip
POST = 300
"""Characters of a post."""

ROUNDS = 7
Z = 1.96
"""Standard deviations of a 95 % interval."""


@dataclass(frozen=True)
class Judged:
    """A labelled text and what the audit says of it."""

    id: str
    text: str
    label: str
    codes: tuple[str, ...]
    hits: tuple[Hit, ...]

    @property
    def level(self) -> Level:
        """The gravest level of what was said."""
        return self.hits[0].level if self.hits else Level.SILENT

    @property
    def said(self) -> tuple[str, ...]:
        """The codes of what was said."""
        return tuple(hit.rule.code for hit in self.hits)


def is_aside(text: str) -> bool:
    """Whether a text belongs to the third that is set aside."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % 3 == 0


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The Wilson interval of a share at 95 %; the whole range where there is nothing to count."""
    if not total:
        return 0.0, 1.0
    share, spread = hits / total, Z * Z / total
    middle, reach = share + spread / 2, Z * sqrt(share * (1 - share) / total + spread / (4 * total))
    return (middle - reach) / (1 + spread), (middle + reach) / (1 + spread)


def records(path: Path, part: str) -> Iterator[dict[str, Any]]:
    """The lines of a file that belong to a part. Raises :class:`SystemExit` naming a line that is none of ours."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        record = json.loads(line) if line.strip() else None
        if record is None:
            continue
        if record.get("verdict", record.get("label")) not in LABELS:
            raise SystemExit(f"{path}:{number}: neither `verdict` nor `label` holds a known word")
        if part == "all" or is_aside(record["text"]) == (part == "aside"):
            yield {"id": str(number), **record}


def judged(record: dict[str, Any]) -> Judged:
    """What the audit says of a record, by the contract of ``govwatch audit``: title and text together."""
    title, text = record.get("title") or "", record["text"]
    whole = text if not title or text.startswith(title) else f"{title}\n{text}"
    label = LABELS[str(record.get("verdict", record.get("label")))]
    return Judged(
        str(record["id"]), whole, label, tuple(record.get("codes") or ()), gravest(audit(whole, load_rules()))
    )


def has_act(text: str) -> bool:
    """Whether the audit has more to do with a text than to see that there is nothing to decide."""
    return bool(load_rules().acts.matches(fold(text)))


def posts(texts: list[str]) -> list[str]:
    """The texts as posts of :data:`POST` characters."""
    filling = cycle([text for text in texts if not has_act(text)] or ["\n"])
    whole = []
    for text in texts:
        post = text
        while len(post) < POST:
            post = f"{post}\n{next(filling)}"
        whole.append(post[:POST])
    return whole


def rate(texts: list[str]) -> float:
    """How many texts are audited in a second of processor time: the median of some rounds after a first one."""
    rules, rates = load_rules(), []
    for _ in range(ROUNDS + 1):
        started = time.process_time()
        for text in texts:
            audit(text, rules)
        rates.append(len(texts) / max(time.process_time() - started, 1e-9))
    return median(rates[1:])


def figures(all_: list[Judged]) -> dict[str, Any]:
    """The document of ``--json``."""
    findings = [one for one in all_ if one.level is Level.FINDING and one.label != BORDERLINE]
    right = sum(one.label == ASKING for one in findings)
    asking = [one for one in all_ if one.label == ASKING]
    told = sum(one.level is not Level.SILENT for one in asking)
    precision = right / len(findings) if findings else 1.0
    recall = told / len(asking) if asking else 1.0
    texts = [one.text for one in all_]
    return {
        "n": len(all_),
        "precision": precision,
        "precision_interval": wilson(right, len(findings)),
        "recall": recall,
        "recall_interval": wilson(told, len(asking)),
        "f1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
        "asking_with_finding": sum(one.level is Level.FINDING for one in asking),
        "by_code": by_code(all_),
        "borderline": dict(Counter(one.level.value for one in all_ if one.label == BORDERLINE)),
        "false_findings": [one.id for one in findings if one.label == LEFT],
        "missed": [one.id for one in asking if one.level is Level.SILENT],
        "reminders_on_negatives": sum(one.level is Level.REMINDER and one.label == LEFT for one in all_),
        "texts_per_second": rate(texts),
        "posts_per_second": rate(posts(texts)),
        "with_acts": sum(map(has_act, texts)),
    }


def by_code(all_: Iterable[Judged]) -> dict[str, dict[str, int]]:
    """For each code: texts that carry it as a label, those told at all, and what was said with it of which texts."""
    counted: dict[str, Counter[str]] = {}
    for one in all_:
        for code in one.codes if one.label == ASKING else ():
            counted.setdefault(code, Counter())["labelled"] += 1
            counted[code]["told"] += one.level is not Level.SILENT
            counted[code]["same_code"] += code in one.said
        for code in one.said:
            counted.setdefault(code, Counter())[f"{one.level.value}_on_{one.label}"] += 1
    return {
        code: dict(sorted(counts.items()))
        for code, counts in sorted(counted.items(), key=lambda one: (len(one[0]), one))
    }


def explained(one: Judged) -> str:
    """Which words led to what was said, in one line."""
    steps = [
        f"{step.text}={step.meaning.value if isinstance(step.meaning, Role) else step.meaning.name}"
        for hit in one.hits
        for step in hit.steps
    ]
    return f"{one.id} {','.join(one.said)}: {'; '.join(steps) or 'no act with enough beside it'}"


def main() -> None:
    """Measure a file and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--part", choices=("all", "dev", "aside"), default="all")
    chosen = parser.parse_args()
    load_rules()
    lines = list(records(chosen.file, chosen.part))
    all_ = [judged(line) for line in lines]
    told = figures(all_)
    if chosen.json:
        chosen.json.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", "utf-8")
    print(f"{told['n']} texts, {told['with_acts']} with an act; {told['texts_per_second']:.0f} a second")
    print(f"posts of {POST} characters: {told['posts_per_second']:.0f} a second")
    for name in ("precision", "recall"):
        low, high = told[f"{name}_interval"]
        print(f"{name} {told[name]:.3f}  (95 %: {low:.3f} to {high:.3f})")
    print(f"f1 {told['f1']:.3f}   borderline {told['borderline']}")
    print(f"reminders on negatives {told['reminders_on_negatives']}")
    for code, counts in told["by_code"].items():
        print(f"  {code}: {counts}")
    if chosen.part == "aside":
        print(f"false findings {len(told['false_findings'])}, missed {len(told['missed'])} (set aside: only counted)")
        return
    named = {one.id: one for one in all_}
    for title in ("false_findings", "missed"):
        for id_ in told[title]:
            print(f"{title}: {explained(named[id_])}")


if __name__ == "__main__":
    main()
