"""The texts of a site: articles apart from the template, the template once, whichever page comes first."""

# A seeded generator makes the same site again: nothing is secret.
# ruff: noqa: S311

from collections.abc import Iterable
from dataclasses import replace
from random import Random

import pytest

from checks import texts
from checks.catalogue import load_catalogue
from checks.check import Check, check
from checks.evidence import Case, History, Page, Prose
from checks.finding import MAX_PLACES, Fault, Judgement, Place
from checks.formalism.articles import articles
from checks.judging import Judge
from checks.vocabulary import Outcome, Reason
from tests.checks.cases import AS_OF, subject
from tests.checks.reading.made_sites import COLUMNS, Made, pages_of, site_of

NAME = "site.formalism"
BANNER = "全体干部职工必须关注“云溪发布”公众号，关注率纳入考核。"
VOTE = "请广大市民为家乡投上宝贵的一票！"
TITLED = "关于组织全体干部职工关注“云溪发布”微信公众号并纳入考核的通知"


def judged(
    made: Iterable[Made], history: History | None = None, reason: Reason | None = None, by: Check = articles
) -> Judgement:
    pages = Judge([by], load_catalogue()).pages(subject(), AS_OF, history or History())
    for one in made:
        pages.add(one.page, is_home=one.depth == 0, depth=one.depth)
    return pages.finish(reason)[NAME]


def layers(made: list[Made], seed: int) -> list[Made]:
    """The same pages as answers may come: those of one distance in any order."""
    shuffled = list(made)
    Random(seed).shuffle(shuffled)
    return sorted(shuffled, key=lambda one: one.depth)


def with_text(one: Made, text: str) -> Made:
    """The page with a line more at the beginning of its article."""
    first = one.body.split("\n")[0]
    page = replace(one.page, text=one.page.text.replace(first, f"{text}\n{first}", 1))
    return replace(one, page=page)


@pytest.mark.parametrize("number", range(4))
def test_a_banner_in_the_template_is_one_finding_of_the_whole_site(number: int) -> None:
    made = list(pages_of(site_of(number, banner=BANNER)))
    judgement = judged(made)
    (finding,) = judgement.findings
    assert (finding.data["case"], finding.data["quotation"], finding.data["title"]) == ("template", BANNER, "")
    assert (finding.places_total, finding.on_home, len(finding.places)) == (len(made), True, MAX_PLACES)
    assert finding.url == made[0].page.url
    assert judgement.checked == len(made)


@pytest.mark.parametrize("number", range(4))
def test_titles_in_a_side_column_are_no_text_of_the_articles_beside_them(number: int) -> None:
    shown = list(pages_of(site_of(number, side_titles=(TITLED,))))
    last = shown[-1]
    own = replace(last.page, title=f"{TITLED}_云溪", text=last.page.text.replace(last.title, TITLED))
    whole = [*shown[:-1], replace(last, page=own)]
    (finding,) = judged(whole).findings  # the article itself, and not every page that names it
    assert (finding.data["title"], finding.places_total, finding.url) == (TITLED, 1, own.url)


@pytest.mark.parametrize("number", range(3))
def test_the_order_of_answers_changes_nothing(number: int) -> None:
    made = list(pages_of(site_of(number, banner=BANNER)))
    made[9], made[-2] = with_text(made[9], VOTE), with_text(made[-2], VOTE)
    first = judged(made)
    assert len(first.findings) == 3
    assert all(judged(layers(made, seed)) == first for seed in range(6))


def test_pages_judged_when_the_template_is_known_are_judged_as_those_before(monkeypatch: pytest.MonkeyPatch) -> None:
    made = list(pages_of(site_of(1, banner=BANNER)))
    made[-1] = with_text(made[-1], VOTE)
    at_once = judged(made)
    monkeypatch.setattr(texts, "ENOUGH", 10_000)  # nothing is known before the end
    assert judged(made) == at_once


def test_an_article_that_quotes_the_rules_is_silent_beside_a_banner() -> None:
    made = list(pages_of(site_of(2, banner=BANNER)))
    made[-1] = with_text(made[-1], "严禁组织干部职工参与投票、拉票，已经下达的指标一律取消。")
    assert [finding.data["case"] for finding in judged(made).findings] == ["template"]


def test_a_few_pages_are_judged_without_a_template() -> None:
    made = [one for one in pages_of(site_of(3, columns=1)) if one.body][:3]
    assert judged(made).outcome is Outcome.OK
    (finding,) = judged([made[0], with_text(made[1], VOTE), made[2]]).findings
    assert finding.data["title"] == made[1].title


def test_words_that_are_known_as_the_template_are_not_told_anew_of_a_few_pages() -> None:
    (banner,) = judged(pages_of(site_of(3, banner=BANNER))).findings
    made = [with_text(one, BANNER) for one in pages_of(site_of(3, columns=1)) if one.body][:3]
    assert len(judged(made).findings) == 3
    history = History(open={NAME: frozenset({banner.about})})
    (finding,) = judged(made, history).findings
    assert (finding.about, finding.places_total) == (banner.about, 3)


def test_a_banner_that_is_taken_off_some_pages_only_is_not_cleared() -> None:
    (banner,) = judged(pages_of(site_of(3, banner=BANNER))).findings
    history = History(open={NAME: frozenset({banner.about})})
    bare, old = list(pages_of(site_of(3))), list(pages_of(site_of(3, banner=BANNER)))
    places = {one.page.url for column in COLUMNS for one in [each for each in old if column in each.page.url][1:4]}
    mixed = [one if one.page.url in places else new for new, one in zip(bare, old, strict=True)]
    assert judged(mixed).findings == ()  # of a few pages nobody knows whose words these are
    (finding,) = judged(mixed, history).findings
    assert (finding.about, finding.places_total) == (banner.about, 12)
    assert judged(bare, history).cleared == {banner.about}


def test_a_banner_that_only_a_few_pages_show_is_not_cleared_where_few_are_read() -> None:
    (banner,) = judged(pages_of(site_of(3, banner=BANNER))).findings
    history = History(open={NAME: frozenset({banner.about})})
    (finding,) = judged(list(pages_of(site_of(3, banner=BANNER)))[:3], history).findings
    assert (finding.about, finding.on_home) == (banner.about, True)


def test_too_many_pages_before_the_first_articles_are_judged_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "MAX_HELD", 10)
    made = list(pages_of(site_of(1, banner=BANNER)))
    made[-1] = with_text(made[-1], VOTE)
    assert VOTE in {finding.data["quotation"] for finding in judged(made).findings}


def test_a_check_that_raises_on_a_text_costs_its_own_indicator() -> None:
    @check(NAME)
    def failing(prose: Prose, case: Case) -> Iterable[Fault]:
        raise RuntimeError("a defect")

    judgement = judged(pages_of(site_of(1)), by=failing)
    assert (judgement.outcome, judgement.reason) == (Outcome.UNKNOWN, Reason.CHECK_FAILED)


def test_a_text_that_cannot_be_read_costs_the_indicator(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(page: Page) -> None:
        raise ValueError(page.url)

    monkeypatch.setattr(texts, "read_article", fails)
    assert judged(pages_of(site_of(1))).reason is Reason.CHECK_FAILED


def test_a_check_of_texts_sees_each_article_once_and_the_template_once() -> None:
    seen: list[Prose] = []

    @check(NAME)
    def noting(prose: Prose, case: Case) -> Iterable[Fault]:
        seen.append(prose)
        yield Fault(Place(prose.url), "x")

    made = list(pages_of(site_of(4, banner="云溪欢迎您")))
    judged(made, by=noting)
    assert sorted(one.title for one in seen if not one.is_template) == sorted(one.title for one in made if one.body)
    assert sum("云溪欢迎您" in one.text for one in seen) == 1
