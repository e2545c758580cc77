"""Page tags by the level of the page, missing or wrong."""

import json
from dataclasses import replace

import pytest

from checks.evidence import DateRead, DateSource, Page, PageLevel
from checks.site.identity_tags import identity_tags
from tests.checks.cases import HOME, case, days_ago, page, subject
from tests.checks.reading.pages import page_of
from tests.shared_data import REALDATA, needs_shared

NAME = "site.identity-tags"
CODE = "9901000001"
SITE = {"SiteName": "云溪市人民政府", "SiteDomain": "www.yunxi.test", "SiteIDCode": CODE}
COLUMN = {"ColumnName": "公告", "ColumnDescription": "公告", "ColumnKeywords": "公告", "ColumnType": "通知公告"}
CONTENT = {"ArticleTitle": "通告", "PubDate": "2026-11-20 10:00", "ContentSource": "本网"}
SHOWN = ("title", "day", "no-day")
TAGS = {PageLevel.HOME: SITE, PageLevel.COLUMN: COLUMN, PageLevel.ARTICLE: CONTENT}
DAY = DateRead(days_ago(3), DateSource.LABEL, "2026-11-20")


def told(
    one: Page, *, host: str = "www.yunxi.test", site_code: str = CODE, prefix: str = "/"
) -> list[tuple[str, object]]:
    who = subject(host=host, site_code=site_code, prefix=prefix)
    return [(fault.about, fault.data["case"]) for fault in identity_tags(one, case(NAME, of=who))]


@pytest.mark.parametrize(("level", "tag"), [(level, tag) for level, tags in TAGS.items() for tag in tags])
def test_every_tag_of_a_level_is_asked_for(level: PageLevel, tag: str) -> None:
    right = page(level=level, tags=TAGS[level], published=DAY)
    assert told(right) == []
    assert told(replace(right, tags=TAGS[level] | {tag: "  "})) == [(f"{level} {tag}", level.value)]
    missing = {name: value for name, value in TAGS[level].items() if name != tag}
    assert told(replace(right, tags=missing)) == [(f"{level} {tag}", level.value)]


@pytest.mark.parametrize(
    ("level", "more", "faults"),
    [
        (PageLevel.OTHER, {}, 0),
        (PageLevel.COLUMN, {"tags": SITE}, 4),
        (PageLevel.COLUMN, {"scripted": True}, 0),
        (PageLevel.ARTICLE, {}, 2),  # no day at all: the tag is not missed beside it
        (PageLevel.ARTICLE, {"published": DAY}, 3),
    ],
)
def test_only_the_tags_of_its_level(level: PageLevel, more: dict[str, object], faults: int) -> None:
    assert len(told(page(level=level, **more))) == faults  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("tag", "value", "of", "words"),
    [
        ("SiteDomain", "www.yunxi.test", {}, None),
        ("SiteDomain", "WWW.Yunxi.test/", {}, None),
        ("SiteDomain", "http://www.yunxi.test", {}, "domain"),
        ("SiteDomain", "www.other.test", {}, "domain"),
        ("SiteDomain", "www.yunxi.test/bgs", {"prefix": "/bgs/"}, None),
        ("SiteDomain", "www.yunxi.test", {"host": "yunxi.test"}, None),
        ("SiteIDCode", CODE, {}, None),
        ("SiteIDCode", "9901000002", {}, "code"),
        ("SiteIDCode", "9901000002", {"site_code": ""}, None),
        ("SiteIDCode", "28", {"site_code": ""}, "no-code"),
        ("SiteIDCode", "BM14000002", {"site_code": "bm14000002"}, None),
        ("SiteIDCode", "bm14000002", {"site_code": ""}, None),
    ],
)
def test_what_a_tag_of_the_site_says(tag: str, value: str, of: dict[str, str], words: str | None) -> None:
    one = page(level=PageLevel.HOME, tags=SITE | {tag: value})
    assert told(one, **of) == ([(f"home {tag}", words)] if words else [])


def test_the_page_is_the_place() -> None:
    (fault,) = identity_tags(page(level=PageLevel.HOME, tags=SITE | {"SiteDomain": "x"}), case(NAME))
    assert (fault.place.url, fault.data["value"], fault.data["expected"]) == (HOME, "x", "www.yunxi.test")


@needs_shared
def test_no_real_page_is_told_that_a_tag_is_missing_that_it_has() -> None:
    contradicted = []
    for entry in json.loads((REALDATA / "truth.json").read_text("utf-8")):
        if entry["file"].startswith("gov-pages/") and not entry["kind"].startswith("error"):
            url = f"http://{entry['host'] or 'a.test'}/{entry['file'].rpartition('/')[2]}"
            read = page_of((REALDATA / entry["file"]).read_bytes(), url)
            who = subject(host=entry["host"] or "", site_code=entry["site_code"] or "")
            for level in (read.level, PageLevel.HOME, PageLevel.ARTICLE, PageLevel.COLUMN):
                for fault in identity_tags(replace(read, level=level), case(NAME, of=who)):
                    stated = entry["page_tags"].get(fault.data["tag"])
                    is_wrong = fault.data["case"] == "domain" and str(stated).startswith("http")
                    if stated and not is_wrong and fault.data["case"] not in SHOWN:
                        contradicted.append((entry["file"], fault.about, stated))
    assert contradicted == []


@pytest.mark.parametrize(
    ("tags", "heading", "shown", "words"),
    [
        ({}, "通告", DAY, []),
        ({"ArticleTitle": "关于停水的 通 告"}, "关于停水的通告", DAY, []),
        ({"ArticleTitle": "“十五五”规划（图解）"}, "\u201c十五五\u201d规划(图解)", DAY, []),
        ({"ArticleTitle": "关于停水的通告"}, "关于停水的通告——城东片区", DAY, []),
        ({"ArticleTitle": "关于停水的通告"}, "", DAY, []),
        ({"ArticleTitle": "关于停水的通告"}, "关于停电的通告", DAY, ["title"]),
        ({"PubDate": "2026年11月20日"}, "通告", DAY, []),
        ({"PubDate": "2026-11-21 10:00"}, "通告", DAY, ["day"]),
        ({"PubDate": "2026-11-19 23:59"}, "通告", DAY, ["day"]),
        ({"PubDate": "2026-11-21"}, "通告", replace(DAY, source=DateSource.TEXT), []),  # no label says what it is
        ({"PubDate": "2026-11-21"}, "通告", replace(DAY, source=DateSource.META), []),
        ({"PubDate": "2026-11-21"}, "通告", None, []),
        ({"PubDate": "最新"}, "通告", DAY, ["no-day"]),
        ({"PubDate": "2026-13-40", "ArticleTitle": "别的"}, "通告", DAY, ["title", "no-day"]),
    ],
)
def test_the_tags_of_an_article_say_what_its_visitors_see(
    tags: dict[str, str], heading: str, shown: DateRead | None, words: list[str]
) -> None:
    one = page(level=PageLevel.ARTICLE, tags=CONTENT | tags, heading=heading, published=shown)
    assert [words for _, words in told(one)] == words


def test_each_way_of_being_wrong_is_a_finding_of_its_own() -> None:
    one = page(
        level=PageLevel.ARTICLE,
        tags=CONTENT | {"ArticleTitle": "别的", "PubDate": "昨天"},
        heading="通告",
        published=DAY,
    )
    faults = list(identity_tags(one, case(NAME)))
    assert [fault.about for fault in faults] == ["article ArticleTitle title", "article PubDate no-day"]
    assert faults[0].data == {"case": "title", "tag": "ArticleTitle", "value": "别的", "expected": "通告"}


def test_a_page_as_it_is_read_is_compared_with_itself() -> None:
    html = (
        '<html><head><meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="{day}">'
        '<meta name="ContentSource" content="本网"><title>关于停水的通告_云溪市</title></head>'
        "<body><h1>关于停水的通告</h1>"
        "<p>发布时间：2026-11-20 10:00</p><p>" + "因管道检修，城东片区停水。" * 20 + "</p></body></html>"
    )
    right = page_of(html.format(title="关于停水的通告", day="2026-11-20 10:00"), HOME + "tzgg/202611/t1.html")
    wrong = page_of(html.format(title="关于停电的通知", day="2026-11-02 10:00"), HOME + "tzgg/202611/t1.html")
    assert [words for _, words in told(right)] == []
    assert [words for _, words in told(wrong)] == ["title", "day"]


@needs_shared
def test_of_real_articles_only_the_one_that_contradicts_itself_is_told_so() -> None:
    told_of = set()
    known = set()
    for entry in json.loads((REALDATA / "truth.json").read_text("utf-8")):
        if entry["file"].startswith("gov-pages/") and entry["kind"] == "article":
            read = page_of((REALDATA / entry["file"]).read_bytes(), f"http://{entry['host'] or 'a.test'}/x.html")
            faults = identity_tags(replace(read, level=PageLevel.ARTICLE), case(NAME))
            told_of |= {(entry["file"], fault.data["case"]) for fault in faults if fault.data["case"] in SHOWN}
            known |= {(entry["file"], "day") for trap in entry["traps"] if trap.startswith("PubDate tag")}
    assert told_of == known
    assert known
