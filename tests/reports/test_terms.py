import re
from enum import StrEnum
from typing import Any

import pytest

from checks.catalogue import State
from checks.vocabulary import LinkOutcome, Outcome, Reason, Severity, TargetKind, Verdict
from reports import terms

TABLES: list[tuple[type[StrEnum], terms.Terms[Any]]] = [
    (LinkOutcome, terms.LINK_OUTCOMES),
    (Reason, terms.REASONS),
    (Severity, terms.SEVERITIES),
    (Verdict, terms.VERDICTS),
    (Outcome, terms.OUTCOMES),
    (TargetKind, terms.KINDS),
    (State, terms.BASIS_STATES),
]


@pytest.mark.parametrize(("kind", "table"), TABLES, ids=[kind.__name__ for kind, _ in TABLES])
def test_every_value_of_every_closed_set_has_its_own_words_in_both_languages(
    kind: type[StrEnum], table: terms.Terms[Any]
) -> None:
    assert set(table) == set(kind)
    for language in range(2):
        said = [words[language] for words in table.values()]
        assert len(set(said)) == len(said)
        assert all(said)
    assert all(re.search(r"[\u4e00-\u9fff]", zh) and not re.search(r"[\u4e00-\u9fff]", en) for zh, en in table.values())


def test_no_verdict_is_called_qualified_in_chinese() -> None:
    assert all("合格" not in zh for zh, _ in terms.VERDICTS.values())


def test_a_term_is_given_in_the_language_asked_for() -> None:
    assert terms.term(terms.LINK_OUTCOMES, LinkOutcome.NOT_FOUND) == "页面不存在（404）"
    assert terms.term(terms.LINK_OUTCOMES, LinkOutcome.NOT_FOUND, "en") == "page not found (404)"
