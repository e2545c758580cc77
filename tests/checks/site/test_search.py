"""A search that finds nothing of its own, told from one that only a person can try."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from checks.evidence import Answer, Link, Page, PageFacts, Response, SearchForm, SiteFacts
from checks.finding import Judgement, Wanted
from checks.site.search import search
from checks.vocabulary import How, LinkOutcome, Outcome, Reason
from tests.checks.cases import HOME, case, facts, page

NAME = "site.search"
FORM = SearchForm(HOME + "so.html", "q")
TITLE = "云溪市二〇二六年冬季供暖通知"
ARTICLE = replace(facts("a.html", published=8), title=f"{TITLE}_云溪市人民政府")
ASKED = Wanted(FORM.url_for(TITLE), How.GET, "search of the site")


def judged(
    form: SearchForm | None = FORM,
    answers: Mapping[Wanted, Answer] | None = None,
    pages: tuple[PageFacts, ...] = (ARTICLE,),
    **home: Any,
) -> Judgement:
    site = SiteFacts(home=page(search=form, **home), pages=pages)
    judgement: Judgement = search(site, case(NAME, open_=["search"], answers=answers or {}))
    return judgement


def answered(*links: tuple[str, str], **more: Any) -> Page:
    found = tuple(Link(url, url, "a", "href", text) for url, text in links)
    return page(ASKED.url, links=found, **more)


def reply(outcome: LinkOutcome) -> Response:
    return Response(ASKED.url, ASKED.url, outcome)


def test_it_asks_once_for_the_title_without_the_name_of_the_site() -> None:
    judgement = judged()
    assert (judgement.outcome, judgement.wanted) == (Outcome.UNKNOWN, (ASKED,))
    assert judged(answers={ASKED: answered()}).wanted == ()


@pytest.mark.parametrize(
    ("answer", "outcome", "reason", "words"),
    [
        (answered((HOME + "a.html", "详情")), Outcome.OK, None, None),
        (answered(("https://x.test/t?id=1", "云溪市 二〇二六年 冬季供暖通知")), Outcome.OK, None, None),
        (answered((HOME + "b.html", "别的")), Outcome.FINDING, None, "not-found"),
        (answered(), Outcome.FINDING, None, "not-found"),
        (answered(scripting="x"), Outcome.UNKNOWN, Reason.BY_HAND, None),
        (answered(scripted=True), Outcome.UNKNOWN, Reason.BY_HAND, None),
        (reply(LinkOutcome.SERVER_ERROR), Outcome.FINDING, None, "broken"),
        (reply(LinkOutcome.NOT_FOUND), Outcome.FINDING, None, "broken"),
        (reply(LinkOutcome.BLOCKED), Outcome.UNKNOWN, Reason.BLOCKED, None),
        (reply(LinkOutcome.SKIPPED), Outcome.UNKNOWN, Reason.ROBOTS, None),
        (reply(LinkOutcome.OK), Outcome.UNKNOWN, Reason.BY_HAND, None),
        (Reason.NOT_REACHED, Outcome.UNKNOWN, Reason.NOT_REACHED, None),
    ],
)
def test_the_rule(answer: Answer, outcome: Outcome, reason: Reason | None, words: str | None) -> None:
    judgement = judged(answers={ASKED: answer})
    assert (judgement.outcome, judgement.reason) == (outcome, reason)
    assert [finding.data["case"] for finding in judgement.findings] == ([words] if words else [])
    assert not any(finding.confirmed for finding in judgement.findings)
    assert judgement.cleared == (frozenset({"search"}) if outcome is Outcome.OK else frozenset())


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        (replace(FORM, plain=False), Reason.BY_HAND),
        (SearchForm("", "", plain=False, scripted=True), Reason.BY_HAND),
    ],
)
def test_a_form_that_posts_or_is_made_by_scripts_is_for_a_person(form: SearchForm, reason: Reason) -> None:
    judgement = judged(form)
    assert (judgement.outcome, judgement.reason, judgement.wanted) == (Outcome.UNKNOWN, reason, ())


def test_a_script_with_a_hand_in_it_is_believed_when_it_finds_and_not_when_it_does_not() -> None:
    form = replace(FORM, scripted=True)
    assert judged(form, {ASKED: answered((HOME + "a.html", ""))}).outcome is Outcome.OK
    assert judged(form, {ASKED: answered()}).reason is Reason.BY_HAND


@pytest.mark.parametrize(
    ("home", "outcome"),
    [
        ({}, Outcome.FINDING),
        ({"scripting": "x"}, Outcome.UNKNOWN),
        ({"scripted": True}, Outcome.UNKNOWN),
        ({"links": (Link(HOME + "s", "s", "a", "href", "智能搜索"),)}, Outcome.UNKNOWN),
    ],
)
def test_a_home_page_without_any_search(home: dict[str, Any], outcome: Outcome) -> None:
    judgement = judged(None, **home)
    assert judgement.outcome is outcome
    assert [finding.data["case"] for finding in judgement.findings] == (
        ["missing"] if outcome.value == "finding" else []
    )


@pytest.mark.parametrize(
    ("age", "title", "asks"),
    [(6, TITLE, False), (7, TITLE, True), (8, "供暖通知" * 2, True), (8, "供暖通知的通", False)],
)
def test_only_what_its_index_should_hold_is_asked_for(age: int, title: str, asks: bool) -> None:
    one = replace(facts("a.html", published=age), title=title)
    assert bool(judged(pages=(one,)).wanted) is asks


def test_without_a_home_page_nothing_is_said() -> None:
    judgement = search(SiteFacts(home=None, home_reason=Reason.BLOCKED), case(NAME))
    assert judgement.reason is Reason.BLOCKED
