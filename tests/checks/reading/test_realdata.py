"""What the readers make of real pages, against what people read on them. The floors never fall."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from checks.evidence import Page
from checks.reading import lexbor
from checks.reading.charset import decode
from checks.reading.dom import Tree
from checks.reading.links import read_links, resolver_of
from checks.reading.page import read_page
from checks.reading.tree import parse
from tests.checks.reading.pages import response
from tests.shared_data import REALDATA, needs_shared

pytestmark = needs_shared

TRUTH: list[dict[str, Any]] = (
    json.loads((REALDATA / "truth.json").read_text(encoding="utf-8")) if REALDATA.is_dir() else []
)
BY_FILE = pytest.mark.parametrize("truth", [pytest.param(truth, id=truth["file"]) for truth in TRUTH])
SAVED = datetime(2024, 7, 4, tzinfo=UTC)


def page_of(truth: dict[str, Any]) -> Page:
    url = f"http://{truth['host'] or 'www.example.gov.cn'}/a/b.html"
    return read_page(response((REALDATA / truth["file"]).read_bytes(), url, at=SAVED))


def test_the_truth_is_there() -> None:
    assert len(TRUTH) == 63
    assert sum(truth["published"] is not None for truth in TRUTH) == 47
    assert sum(truth["newest"] is not None for truth in TRUTH) == 3


@BY_FILE
def test_published_and_its_time(truth: dict[str, Any]) -> None:
    published = page_of(truth).published
    day = published.day.isoformat() if published else None
    assert (day, (published.time or None) if published else None) == (truth["published"], truth["published_time"])


@BY_FILE
def test_newest_of_the_lists(truth: dict[str, Any]) -> None:
    if truth["newest"]:
        assert max(read.day for read in page_of(truth).dates).isoformat() == truth["newest"]


@BY_FILE
def test_footer_tags_charset_and_need_of_a_browser(truth: dict[str, Any]) -> None:
    page = page_of(truth)
    assert sorted(page.footer) == sorted(truth["footer"])
    assert {name: page.tags.get(name) for name in truth["page_tags"]} == truth["page_tags"]
    assert page.charset == truth["charset_bytes"]
    assert page.scripted == truth["needs_browser"]
    if truth["site_code"] and "site_code" in truth["footer"]:
        assert truth["site_code"] in page.footer.values()


@BY_FILE
def test_rows_of_articles_are_rows(truth: dict[str, Any]) -> None:
    if truth["kind"] == "article":
        assert all(read.about_url for read in page_of(truth).dates)
        assert all("年" not in read.raw for read in page_of(truth).dates)


@BY_FILE
def test_two_parsers_find_the_same_links(truth: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexbor, "MAX_CHARACTERS", 10_000_000)
    monkeypatch.setattr(lexbor, "MAX_MARKS", 1_000_000)
    text, charset = decode((REALDATA / truth["file"]).read_bytes(), "")
    assert _addresses(parse(text), charset) == _addresses(lexbor.LexborTree(text), charset)


def _addresses(tree: Tree, charset: str) -> list[tuple[str, str, str, str]]:
    links = read_links(tree, resolver_of(tree, "http://www.example.gov.cn/", charset))
    return [(link.tag, link.attribute, link.url, link.text) for link in links]
