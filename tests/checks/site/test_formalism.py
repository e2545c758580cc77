"""Articles that order or solicit. Templates, lists and home pages are not read."""

from dataclasses import replace
from datetime import date

import pytest

from checks.catalogue import load_catalogue
from checks.evidence import DateRead, DateSource, Page, Prose
from checks.finding import Fault, Judgement
from checks.formalism.articles import articles
from checks.judging import Judge
from checks.reading.article import read_article
from checks.vocabulary import Outcome
from tests.checks.cases import AS_OF, HOME, case, page, subject

NAME = "site.formalism"
CANVASSING = "请广大市民为家乡投上宝贵的一票！"
HEAD = "首页 要闻 公开\n长按二维码，全体干部职工必须关注“云溪发布”公众号\n"
FOOT = "扫一扫在手机打开当前页\n快来为家乡投票吧！\n主办单位：云溪市人民政府\n网站标识码：9901000001"


def article(
    text: str, url: str = HOME + "a.html", *, title: str = "云溪古城参评", day: date = date(2026, 11, 20)
) -> Page:
    shown = f"{HEAD}首页 > 要闻\n{title}\n发布时间：{day} 来源：文旅局\n{text}\n{FOOT}"
    published = DateRead(day, DateSource.LABEL, day.isoformat())
    return replace(page(url, title=f"{title}_云溪市人民政府"), text=shown, published=published)


def faults(seen: Page) -> list[Fault]:
    read = read_article(seen)
    return list(articles(Prose(seen.url, read.title, read.text, read.day), case(NAME))) if read is not None else []


def test_an_article_is_quoted_with_its_rule() -> None:
    (fault,) = faults(article(f"云溪古城入围“最美古城”。\n{CANVASSING}\n感谢支持。"))
    assert (fault.place.url, fault.place.text) == (HOME + "a.html", CANVASSING)
    assert fault.about.endswith(" F3")
    assert (fault.data["rule"], fault.data["title"], fault.data["quotation"]) == ("F3", "云溪古城参评", CANVASSING)


def test_words_of_the_template_are_nobodys() -> None:
    assert faults(article("云溪古城入围“最美古城”，专家下月到现场考察。")) == []


@pytest.mark.parametrize(
    "text",
    [
        "引导选民积极参加选举，投出自己宝贵的一票。",
        "严禁组织干部职工参与投票、拉票，已经下达的指标一律取消。",
    ],
)
def test_what_only_speaks_of_such_things_is_no_fault(text: str) -> None:
    assert faults(article(text)) == []


def test_pages_that_are_no_articles_are_not_read() -> None:
    shown = replace(page(), text=f"{CANVASSING}\n2026-11-20")
    assert faults(shown) == []
    tagged = replace(shown, published=DateRead(date(2026, 11, 20), DateSource.META, "2026-11-20"))
    assert faults(tagged) == []
    assert faults(replace(tagged, tags={"ArticleTitle": "云溪古城参评"}))


def test_articles_from_before_the_rule_are_left_alone() -> None:
    assert faults(article(CANVASSING, day=date(2023, 12, 30))) == []
    assert faults(article(CANVASSING, day=date(2023, 12, 31)))


def judged(*seen: Page) -> Judgement:
    pages = Judge([articles], load_catalogue()).pages(subject(), AS_OF)
    for one in seen:
        pages.add(one)
    return pages.finish(None)[NAME]


def test_one_article_in_many_columns_is_one_finding() -> None:
    judgement = judged(*(article(f"浏览次数：{n}\n{CANVASSING}", f"{HOME}{n}.html") for n in range(3)))
    (finding,) = judgement.findings
    assert (judgement.outcome, finding.places_total) == (Outcome.FINDING, 3)
    assert {place.text for place in finding.places} == {CANVASSING}


def test_two_articles_with_the_same_words_are_two_findings() -> None:
    judgement = judged(article(CANVASSING), article(CANVASSING, HOME + "b.html", title="云溪茶园参评"))
    assert len(judgement.findings) == 2


def test_several_rules_in_an_article_are_several_findings() -> None:
    forced = "各单位全体干部务必关注“云溪文旅”微信公众号，名单上报办公室。"
    assert sorted(fault.about[-2:] for fault in faults(article(f"各村干部要发动亲友每天投票。{forced}"))) == [
        "F1",
        "F3",
    ]
