"""Sentences of our own: by a grammar (deeds in orders and in frames), and written freely in many wordings."""

from collections.abc import Iterator
from pathlib import Path

from checks.formalism.audit import Hit, audit, gravest
from checks.formalism.rules import Level, load_rules
from tests.checks.formalism.grammar import PUBLIC_SPOKEN_OF, asked, ordered, spoken_of
from tests.checks.formalism.informal import asked_informally, twins

RULES = load_rules()
FREE = Path(__file__).with_name("own_sentences.tsv")

ONLY_REMINDED = frozenset({"F7"})
"""Rules by which the order alone is doubtful: an account that every unit opens may be needed."""


def codes(hits: tuple[Hit, ...], level: Level) -> set[str]:
    return {hit.rule.code for hit in hits if hit.level is level}


def free() -> Iterator[tuple[str, str]]:
    for line in FREE.read_text("utf-8").splitlines()[1:]:
        code, text = line.split("\t")
        yield code, text


def test_the_grammar_makes_enough_sentences() -> None:
    every = [*ordered(), *spoken_of(), *asked()]
    assert len(every) > 500
    assert len({case.text for case in every}) == len(every)
    assert {case.code for case in every} == {f"F{number}" for number in (1, 2, 3, 4, 5, 6, 7, 10, 11)}


def test_every_deed_that_is_ordered_is_a_finding_by_its_rule() -> None:
    missed = [
        case.text
        for case in ordered()
        if case.code not in codes(audit(case.text, RULES), Level.FINDING)
        and not (case.code in ONLY_REMINDED and codes(audit(case.text, RULES), Level.REMINDER))
    ]
    assert missed == []


def test_no_deed_is_anything_where_it_is_only_spoken_of() -> None:
    assert [(case.how, case.text) for case in spoken_of() if audit(case.text, RULES)] == []


def test_what_everybody_is_asked_for_is_a_reminder_by_its_rule() -> None:
    wrong = [case.text for case in asked() if case.code not in codes(gravest(audit(case.text, RULES)), Level.REMINDER)]
    assert wrong == []
    assert [text for text in PUBLIC_SPOKEN_OF if audit(text, RULES)] == []


def test_what_is_asked_informally_is_a_finding_by_its_rule() -> None:
    every = list(asked_informally())
    assert len({case.text for case in every}) > 350
    assert [case.text for case in every if case.code not in codes(audit(case.text, RULES), Level.FINDING)] == []


def test_the_innocent_twin_of_every_informal_order_is_left_in_peace() -> None:
    every = list(twins())
    assert len({case.text for case in every}) > 350
    assert [(case.how, case.text) for case in every if audit(case.text, RULES)] == []


def test_what_is_asked_in_free_wording_is_told() -> None:
    asking = [text for code, text in free() if code != "N"]
    assert len(asking) > 590
    assert [text for text in asking if not audit(text, RULES)] == []


def test_what_asks_nothing_in_free_wording_is_left_in_peace() -> None:
    innocent = [text for code, text in free() if code == "N"]
    assert len(innocent) > 610
    assert [text for text in innocent if audit(text, RULES)] == []
