"""Running checks: faults are gathered, defects cost only themselves."""

from collections.abc import Iterator

import pytest

from checks.catalogue import load_catalogue
from checks.check import Check, check
from checks.evidence import Case, History, LinkSurvey, Page, Reach, Transport
from checks.finding import MAX_PLACES, Fault, Judgement, Place, fingerprint, not_applicable
from checks.judging import Judge
from checks.vocabulary import Outcome, Reason, TargetKind
from tests.checks.cases import AS_OF, HOME, page, subject

INDICATOR = "site.links"  # an entry to hang the checks of this file on


@check(INDICATOR)
def untitled(seen: Page, case: Case) -> Iterator[Fault]:
    if not seen.title:
        yield Fault(Place(seen.url, 1, "<title>"), about="title")


@check(INDICATOR)
def failing_page(seen: Page, case: Case) -> Iterator[Fault]:
    raise RuntimeError("a defect")
    yield


@check("site.unreachable")
def failing(seen: Reach, case: Case) -> Judgement:
    raise RuntimeError("a defect")


@check("site.unreachable")
def answering_nothing(seen: Reach, case: Case) -> Judgement:
    return None  # type: ignore[return-value]


@check("site.unreachable")
def fine(seen: Reach, case: Case) -> Judgement:
    return Judgement(Outcome.OK, checked=1, cleared=case.open)


def judge(*checks: Check) -> Judge:
    return Judge(checks, load_catalogue())


def seen(judged: Judge, *titles: str, history: History | None = None) -> Judgement:
    pages = judged.pages(subject(), AS_OF, history or History())
    for number, title in enumerate(titles):
        pages.add(page(f"{HOME}{number}", title=title), is_home=number == 0)
    return pages.finish(None)[INDICATOR]


def test_faults_of_pages_are_gathered_with_samples_and_total() -> None:
    judgement = seen(judge(untitled), *[""] * 30, "有标题")
    (finding,) = judgement.findings
    assert (judgement.outcome, judgement.checked) == (Outcome.FINDING, 31)
    assert (len(finding.places), finding.places_total, finding.on_home) == (MAX_PLACES, 30, True)
    assert (finding.about, finding.data["pages"], finding.confirmed) == ("title", 30, False)


def test_pages_in_order_are_ok_and_clear_what_was_open() -> None:
    judgement = seen(judge(untitled), "甲", "乙", history=History(open={INDICATOR: frozenset({"title"})}))
    assert (judgement.outcome, judgement.cleared) == (Outcome.OK, frozenset({"title"}))


@pytest.mark.parametrize(
    ("stood", "cleared"),
    [
        ((f"{HOME}0",), frozenset({"title"})),
        ((f"{HOME}0",) * MAX_PLACES, frozenset()),
        ((f"{HOME}99",), frozenset()),
        ((), frozenset()),
    ],
)
def test_pages_left_out_clear_only_what_was_read_again(stood: tuple[str, ...], cleared: frozenset[str]) -> None:
    mark = fingerprint(INDICATOR, "t1", "title")
    history = History(open={INDICATOR: frozenset({"title"})}, places={mark: stood})
    pages = judge(untitled).pages(subject(), AS_OF, history)
    pages.add(page(f"{HOME}0", title="有"))
    judgement = pages.finish(Reason.LIMIT_REACHED, unseen=5)[INDICATOR]
    assert (judgement.reason, judgement.unseen, judgement.cleared) == (Reason.LIMIT_REACHED, 5, cleared)


def test_no_page_seen_is_unknown() -> None:
    judgement = judge(untitled).pages(subject(), AS_OF).finish(Reason.UNREACHABLE)[INDICATOR]
    assert (judgement.outcome, judgement.reason) == (Outcome.UNKNOWN, Reason.UNREACHABLE)


@pytest.mark.parametrize("defect", [failing, answering_nothing])
def test_a_defect_costs_only_its_own_indicator(defect: Check) -> None:
    judged = judge(defect).judge(Reach(HOME, ()), subject(), AS_OF)
    assert (judged["site.unreachable"].outcome, judged["site.unreachable"].reason) == (
        Outcome.UNKNOWN,
        Reason.CHECK_FAILED,
    )


def test_a_defect_in_a_page_check_is_unknown_not_ok() -> None:
    judgement = seen(judge(failing_page), "甲")
    assert (judgement.outcome, judgement.reason) == (Outcome.UNKNOWN, Reason.CHECK_FAILED)


def test_only_what_applies_is_judged() -> None:
    account = subject(TargetKind.ACCOUNT)
    assert judge(fine).judge(Reach(HOME, ()), account, AS_OF) == {}
    assert judge(fine).indicators_for(account) == ()
    assert judge(fine).indicators_for(subject()) == ("site.unreachable",)


def test_evidence_that_is_not_there_has_one_judgement_for_all() -> None:
    instead = judge(fine).instead(Reach, subject(), not_applicable(Reason.OTHER_TARGET))
    assert instead == {"site.unreachable": not_applicable(Reason.OTHER_TARGET)}
    assert judge(fine).instead(Transport, subject(), not_applicable()) == {}
    assert judge(fine).judge(LinkSurvey([], complete=True), subject(), AS_OF) == {}


def test_a_check_without_an_entry_is_left_out() -> None:
    assert judge(Check("site.nowhere", Reach, fine.function)).indicators_for(subject()) == ()


@pytest.mark.parametrize(
    ("judgement", "outcome", "reason"),
    [
        (Judgement(Outcome.OK, checked=5, unseen=5), Outcome.OK, None),
        (Judgement(Outcome.OK, checked=5, unseen=6), Outcome.UNKNOWN, Reason.NOT_REACHED),
        (Judgement(Outcome.OK, reason=Reason.BLOCKED, checked=4, unseen=6), Outcome.UNKNOWN, Reason.BLOCKED),
        (Judgement(Outcome.OK), Outcome.OK, None),
        (Judgement(Outcome.FINDING, checked=1, unseen=99), Outcome.FINDING, None),
        (not_applicable(), Outcome.NOT_APPLICABLE, Reason.NO_SUCH_THING),
    ],
)
def test_nothing_found_among_too_few_things_is_unknown(
    judgement: Judgement, outcome: Outcome, reason: Reason | None
) -> None:
    assert load_catalogue()[INDICATOR].least_coverage == 0.5

    @check(INDICATOR)
    def said(seen: LinkSurvey, case: Case) -> Judgement:
        return judgement

    made = judge(said).judge(LinkSurvey((), complete=True), subject(), AS_OF)[INDICATOR]
    assert (made.outcome, made.reason) == (outcome, reason)
