"""What became of addresses is remembered as it was, whether it takes a byte or a record."""

from datetime import UTC, datetime

import pytest

from checks.evidence import Probe
from checks.vocabulary import LinkOutcome
from monitor.look.answers import Answers, Known
from monitor.look.numbers import Numbers

URL = "http://a.cn/x"


def known(outcome: LinkOutcome, final: str = URL, looks: int = 1, *, verified: bool = True) -> Known:
    look = Probe(datetime(2026, 11, 24, tzinfo=UTC), URL, outcome, 200)
    return Known(outcome, final, (look,) * looks, 7.0, verified)


@pytest.mark.parametrize("outcome", [LinkOutcome.NOT_FOUND, LinkOutcome.BLOCKED, LinkOutcome.SKIPPED])
def test_what_is_not_good_is_kept_as_a_record(outcome: LinkOutcome) -> None:
    answers = Answers(Numbers())
    answers[URL, True] = known(outcome, looks=2)
    assert answers[URL, True] == known(outcome, looks=2)


@pytest.mark.parametrize(
    ("outcome", "final"), [(LinkOutcome.OK, URL), (LinkOutcome.OK, "http://a.cn/y"), (LinkOutcome.REDIRECTED, "/z")]
)
def test_of_what_is_good_the_outcome_and_the_end_are_kept(outcome: LinkOutcome, final: str) -> None:
    answers = Answers(Numbers())
    answers[URL, True] = known(outcome, final)
    assert (answers[URL, True].outcome, answers[URL, True].final_url) == (outcome, final)
    assert answers[URL, True].verified


def test_what_opened_at_the_second_look_keeps_both() -> None:
    answers = Answers(Numbers())
    answers[URL, True] = known(LinkOutcome.OK, looks=2)
    assert len(answers[URL, True].looks) == 2


def test_answers_that_need_a_good_certificate_are_apart_from_the_others() -> None:
    answers = Answers(Numbers())
    answers[URL, False] = known(LinkOutcome.OK, verified=False)
    assert (URL, True) not in answers
    assert answers.get((URL, True)) is None
    assert not answers[URL, False].verified
    assert (list(answers), len(answers)) == ([(URL, False)], 1)
    with pytest.raises(KeyError):
        answers[URL, True]


def test_the_first_answer_stays() -> None:
    answers = Answers(Numbers())
    assert answers.setdefault((URL, True), known(LinkOutcome.NOT_FOUND)).outcome is LinkOutcome.NOT_FOUND
    assert answers.setdefault((URL, True), known(LinkOutcome.OK)).outcome is LinkOutcome.NOT_FOUND
