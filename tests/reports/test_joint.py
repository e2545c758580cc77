"""Several findings of a target in one sentence, as official bulletins write them."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from checks.catalogue import load_catalogue
from checks.vocabulary import LinkOutcome
from reports.joint import listed, sentences

FOOTER, TAGS = load_catalogue()["site.identity-footer"], load_catalogue()["site.identity-tags"]


@dataclass
class Found:
    about: str
    data: dict[str, Any] = field(default_factory=dict)
    url: str = "http://www.yunxi.test/"
    link_outcome: LinkOutcome | None = None


def missing(*items: str) -> list[Found]:
    return [Found(item, {"case": item}) for item in items]


@pytest.mark.parametrize(
    ("items", "told"),
    [
        (["police"], ["首页底部功能区未列明公安机关备案标识。"]),
        (["police", "site_code"], ["首页底部功能区未列明网站标识码、公安机关备案标识。"]),
        (
            ["sitemap", "police", "icp", "site_code"],
            ["首页底部功能区未列明网站标识码、ICP备案编号、公安机关备案标识和站点地图。"],
        ),
        (
            ["error_report", "police", "party_government_badge", "sitemap"],
            [
                "首页底部功能区未加挂党政机关网站标识、“我为政府网站找错”入口。",
                "首页底部功能区未列明公安机关备案标识、站点地图。",
            ],
        ),
    ],
)
def test_the_items_of_a_footer_are_told_together(items: list[str], told: list[str]) -> None:
    assert [one.text for one in sentences(FOOTER, missing(*items), 2026)] == told


def test_what_is_no_missing_item_keeps_its_own_sentence() -> None:
    wrong = Found("site_code", {"case": "wrong-code", "value": "1", "expected": "2"})
    told = sentences(FOOTER, [wrong, *missing("police", "icp")], 2026)
    assert [len(one.findings) for one in told] == [1, 2]
    assert told[0].text == "首页底部的网站标识码为1，与登记的2不一致。"
    entered = Found("x", {"case": "icp", "told": "底部没有备案号", "source": "人工读网"})
    assert len(sentences(FOOTER, [entered, *missing("police")], 2026)) == 2


def test_tags_are_told_together_by_the_level_of_their_pages() -> None:
    found = [
        Found("home SiteName", {"case": "home", "tag": "SiteName", "pages": 1}),
        Found("home SiteDomain", {"case": "home", "tag": "SiteDomain", "pages": 1}),
        Found("column ColumnType", {"case": "column", "tag": "ColumnType", "pages": 9}, "http://www.yunxi.test/tzgg/"),
        Found("column ColumnName", {"case": "column", "tag": "ColumnName", "pages": 4}),
        Found("article PubDate", {"case": "article", "tag": "PubDate", "pages": 3}),
    ]
    told = [one.text for one in sentences(TAGS, found, 2026)]
    assert told == [
        "首页缺少网页标签SiteName、SiteDomain。",
        "栏目页缺少网页标签ColumnType、ColumnName，最多的涉及9个页面，例如http://www.yunxi.test/tzgg/。",
        "有3个文章页缺少网页标签PubDate，例如http://www.yunxi.test/。",
    ]


def test_every_case_that_is_told_together_has_a_sentence_of_its_own_and_both_languages() -> None:
    for entry in load_catalogue().values():
        for joint in entry.joint:
            assert set(joint.cases) <= entry.cases.keys(), entry.id
            assert joint.item or set(joint.cases) == joint.items.keys(), entry.id
    (told,) = sentences(FOOTER, missing("site_code", "icp", "police"), 2026, "en")
    assert told.text == (
        "The bottom of the home page lacks the identification code, the ICP number and the number of the public "
        "security filing."
    )


def test_hostile_words_of_a_page_stay_words() -> None:
    found = [Found("a", {"case": "home", "tag": "{items}"}), Found("b", {"case": "home", "tag": "<b>"})]
    (told,) = sentences(TAGS, found, 2026)
    assert told.text == "首页缺少网页标签{items}、<b>。"


@pytest.mark.parametrize(
    ("items", "zh", "en"),
    [(["a"], "a", "a"), (["a", "b"], "a、b", "a and b"), (["a", "b", "c"], "a、b和c", "a, b and c")],
)
def test_how_things_are_listed(items: list[str], zh: str, en: str) -> None:
    assert (listed(items), listed(items, "en")) == (zh, en)
