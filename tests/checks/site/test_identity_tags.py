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
                    if stated and not is_wrong:
                        contradicted.append((entry["file"], fault.about, stated))
    assert contradicted == []
