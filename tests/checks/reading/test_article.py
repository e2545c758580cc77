"""The article on a page, without its template."""

from dataclasses import replace
from datetime import date

import pytest

from checks.evidence import DateRead, DateSource, Page
from checks.reading.article import read_article
from tests.checks.cases import page

DAY = date(2026, 11, 20)
BODY = "记者从市水利局了解到，生态护岸工程主体施工已经完成。\n下一步将清理施工围堰。"


def shown(
    text: str, *, source: DateSource = DateSource.LABEL, raw: str = "2026-11-20", title: str = "护岸完工"
) -> Page:
    return replace(page(title=f"{title}_云溪市人民政府"), text=text, published=DateRead(DAY, source, raw))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("首页\n要闻\n护岸完工\n发布时间：2026-11-20 来源：市水利局", "打印本页 返回顶部\n主办单位：云溪市"),
        ("护岸完工\n2026-11-20\n", "上一篇：会议召开\n下一篇：茶叶市场"),
        ("要闻 > 护岸完工\n护岸完工\n2026-11-20", "【关闭窗口】"),
        ("护岸完工\n2026-11-20", "扫一扫在手机打开当前页"),
        ("护岸完工\n2026-11-20", "相关阅读：\n会议召开"),
        ("护岸完工\n2026-11-20", "网站地图 | 联系我们\n版权所有"),
        ("护岸完工\n2026-11-20", "[ 打印本页 ]"),
        ("护岸完工\n2026-11-20", "【返回顶部】"),
        ("护岸完工\n2026-11-20", ""),
        ("首页\n护岸完工", "网站标识码：9901000001"),  # no day on the page
    ],
)
def test_what_stands_around_an_article_is_left_out(before: str, after: str) -> None:
    article = read_article(shown(f"{before}\n{BODY}\n{after}"))
    assert article is not None
    assert (article.title, article.text, article.day) == ("护岸完工", BODY, DAY)


def test_words_of_the_template_above_the_text_do_not_end_it() -> None:
    article = read_article(shown(f"护岸完工\n2026-11-20\n打印本页\n{BODY}\n打印本页"))
    assert article is not None
    assert article.text == f"打印本页\n{BODY}"


def test_words_of_the_template_in_the_text_do_not_end_it() -> None:
    said = f"{BODY}\n群众可在网上联系我们，也可以到窗口（打印本页）办理。"
    article = read_article(shown(f"护岸完工\n2026-11-20\n{said}\n联系我们"))
    assert article is not None
    assert article.text == said


def test_a_page_in_one_line_is_cut_at_its_day() -> None:
    line = "首页 要闻 护岸完工 发布时间：2026-11-20 " + BODY.replace("\n", " ") + "其他。" * 100 + " 主办单位：云溪市"
    article = read_article(shown(line))
    assert article is not None
    assert article.text.startswith("记者从市水利局")
    assert "主办单位" not in article.text


def test_the_official_tag_gives_the_title() -> None:
    seen = replace(shown(f"通知 护岸\n2026-11-20\n{BODY}", title="别的"), tags={"ArticleTitle": "通知  护岸 "})
    article = read_article(seen)
    assert article is not None
    assert (article.title, article.text) == ("通知 护岸", BODY)


def test_a_title_keeps_its_own_dashes() -> None:
    article = read_article(replace(shown(BODY), title="护岸——完工 - 云溪市人民政府"))
    assert article is not None
    assert article.title == "护岸——完工"


def test_what_states_no_day_is_no_article() -> None:
    assert read_article(page()) is None
    assert read_article(shown(BODY, source=DateSource.META)) is None
    assert read_article(shown("")) is None


def test_a_day_below_the_article_does_not_cost_it() -> None:
    article = read_article(shown(f"护岸完工\n{BODY}\n2026-11-20"))
    assert article is not None
    assert article.text.startswith(BODY)
