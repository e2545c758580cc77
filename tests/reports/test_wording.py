import unicodedata
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.catalogue import load_catalogue
from checks.vocabulary import LinkOutcome
from reports import wording
from reports.terms import Language
from reports.week import Week

CATALOGUE = load_catalogue()


@pytest.mark.parametrize(
    ("week", "told"),
    [
        ("2026-W47", "第47期（11月16日—22日）"),
        ("2026-W49", "第49期（11月30日—12月6日）"),
        ("2026-W53", "第53期（2026年12月28日—2027年1月3日）"),
    ],
)
def test_a_period_is_named_by_number_and_dates(week: str, told: str) -> None:
    assert wording.period(Week.parse(week)) == told


def test_days_carry_their_year_only_where_the_reader_is_in_another() -> None:
    assert wording.day(date(2026, 11, 16), 2026) == "11月16日"
    assert wording.day(date(2025, 11, 16), 2026) == "2025年11月16日"
    assert wording.moment(datetime(2026, 11, 22, 1, 14, tzinfo=UTC), 2026) == "11月22日 09:14"


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [
        (50, 54, "92.6%"),
        (138, 142, "97.2%"),
        (115, 118, "97.5%"),
        (1, 8, "12.5%"),
        (1, 16, "6.3%"),
        (0, 5, "0.0%"),
        (0, 0, "—"),
    ],
)
def test_percentages_have_one_decimal_rounded_half_up(part: int, whole: int, told: str) -> None:
    assert wording.percent(part, whole) == told


@pytest.mark.parametrize(
    ("points", "told"),
    [
        (100 * (Fraction(50, 54) - Fraction(49, 54)), "↑1.9个百分点"),
        (100 * (Fraction(115, 118) - Fraction(116, 118)), "↓0.8个百分点"),
        (Fraction(0), "持平"),
        (Fraction(1, 100), "持平"),
    ],
)
def test_changes_are_percentage_points(points: Fraction, told: str) -> None:
    assert wording.change(points) == told


def test_a_long_listing_says_how_many_there_are() -> None:
    assert wording.listing(["甲", "乙"], "家") == "甲、乙"
    assert wording.listing(list("甲乙丙丁戊己"), "家") == "甲、乙、丙、丁、戊等6家"


HOSTILE = "通知\u202e\u200b\x00\x1b[31m\r\nBcc: x@y.z\u2066\u2028结束\ud800\ue000"


def test_hostile_text_becomes_one_line_without_invisible_characters() -> None:
    assert wording.clean(HOSTILE) == "通知 [31m Bcc: x@y.z 结束"


@settings(max_examples=80)
@given(st.text(), st.integers(2, 60))
def test_no_text_whatever_survives_as_more_than_a_short_plain_line(text: str, limit: int) -> None:
    line = wording.clean(text, limit)
    assert len(line) <= limit
    assert all(unicodedata.category(one) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} for one in line)
    assert wording.clean(line, limit) == line


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://a.test/%E5%AD%A6%E5%8C%BA.html", "http://a.test/学区.html"),
        ("http://a.test/?w=%D1%A7%C7%F8", "http://a.test/?w=%D1%A7%C7%F8"),  # not UTF-8: GBK
        ("http://a.test/a%20b%2Fc", "http://a.test/a%20b%2Fc"),
        ("http://a.test/%E2%80%AEx", "http://a.test/x"),  # a character that turns the line round
    ],
)
def test_an_address_is_shown_as_people_read_it(url: str, shown: str) -> None:
    assert wording.short_url(url) == shown


def test_a_long_url_keeps_its_host_and_its_file_name() -> None:
    shown = wording.short_url("https://edu.yunxi.test/" + "a/" * 200 + "附件2.doc")
    assert shown.startswith("https://edu.yunxi.test/a/")
    assert shown.endswith("附件2.doc")
    assert len(shown) == wording.URL_LENGTH


@pytest.mark.parametrize(
    ("url", "is_web"),
    [
        ("https://a.test/", True),
        ("HTTP://a.test/", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//a.test/", False),
        ("http://a.test/ x", False),
        ("", False),
    ],
)
def test_only_web_addresses_become_links(url: str, is_web: bool) -> None:
    assert wording.is_web(url) is is_web


def told(indicator: str, *, language: Language = "zh", outcome: LinkOutcome | None = None, **data: Any) -> str:
    about = data.pop("about", "http://old.yunxi.test/a.doc")
    url = data.pop("url", "https://www.yunxi.test/")
    return wording.sentence(
        CATALOGUE[indicator], url=url, about=about, outcome=outcome, data=data, year=2026, language=language
    )


def test_the_sentence_of_a_stale_account_reads_as_the_office_writes_it() -> None:
    figures: dict[str, Any] = {"newest": "2026-05-20", "as_of": "2026-11-23", "days": 187, "limit": 14}
    assert told("account.stale", **figures) == "最近一条发布于5月20日，至11月23日已187天，超过14天。"
    assert "187 days" in told("account.stale", language="en", **figures)


def test_days_of_another_year_are_written_with_it() -> None:
    figures: dict[str, Any] = {"newest": "2025-12-30", "as_of": "2026-01-20", "days": 21, "limit": 14}
    assert told("account.stale", **figures) == "最近一条发布于2025年12月30日，至1月20日已21天，超过14天。"


def test_the_sentence_of_a_broken_link_says_why_in_words() -> None:
    sentence = told("site.links", outcome=LinkOutcome.NOT_FOUND, pages=3, status=404)
    assert sentence == "链接http://old.yunxi.test/a.doc打不开：页面不存在（404），共有3个页面引用。"
    assert "请求被网站拒绝（403）" in told("site.links", outcome=LinkOutcome.CLIENT_ERROR, pages=3, status=403)
    assert "服务器出错（5xx）" in told("site.links", outcome=LinkOutcome.SERVER_ERROR, pages=3)


def test_a_case_has_its_own_sentence() -> None:
    sentence = told("security.certificate", case="expiring", not_after="2026-11-30", days=7, about="a.test:443")
    assert sentence == "a.test的HTTPS证书将于11月30日到期，还有7天。"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_sentence_of_the_catalogue_survives_a_finding_without_figures(language: Language) -> None:
    for entry in CATALOGUE.values():
        for case in ("", *entry.cases):
            data: dict[str, Any] = {"case": case}
            sentence = wording.sentence(entry, url="", about="", outcome=None, data=data, year=2026, language=language)
            assert sentence
            assert "{" not in sentence


def test_text_from_a_page_cannot_break_out_of_its_sentence() -> None:
    sentence = told(
        "security.certificate", case="untrusted", issuer="{about.__class__}\r\n\u202eevil" + "长" * 900, about="a:443"
    )
    assert "\n" not in sentence
    assert "\u202e" not in sentence
    assert "{about.__class__}" in sentence
    assert len(sentence) <= wording.SENTENCE_LENGTH


def test_the_margin_is_the_figure_and_its_limit() -> None:
    assert wording.margin(CATALOGUE["account.stale"], {"days": 23, "limit": 14}) == "23天 / 14天"
    assert wording.margin(CATALOGUE["account.stale"], {"days": 23}) == "23天 / 14天"
    assert wording.margin(CATALOGUE["account.stale"], {}) == ""


def test_what_a_machine_can_judge_is_said_by_number() -> None:
    items = [("首页不更新", True), ("栏目不更新", False), ("互动回应差", False)]
    assert wording.reach(items) == "本周自动可查1/3项否决指标，其余由人工读网确认（自动可查：首页不更新）"
    assert wording.reach([(name, False) for name, _ in items]) == "本周自动可查0/3项否决指标，均由人工读网确认"
