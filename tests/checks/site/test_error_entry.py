"""The entry for reporting errors carries the code of the site, where the page shows one."""

import pytest

from checks.evidence import FooterItem, Page, SiteFacts
from checks.finding import Judgement
from checks.site.error_entry import error_entry
from checks.vocabulary import Outcome, Reason
from tests.checks.cases import case, page, subject
from tests.checks.reading.pages import page_of

CODE = "3609000001"


def judge(home: Page | None, code: str = CODE) -> Judgement:
    site = SiteFacts(home, Reason.BLOCKED if home is None else None)
    judgement: Judgement = error_entry(site, case("site.error-entry", of=subject(site_code=code)))
    return judgement


def shows(entry: str) -> Page:
    return page(footer={FooterItem.ERROR_REPORT: entry})


@pytest.mark.parametrize(
    ("home", "outcome"),
    [
        (shows(f"https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code={CODE}&url=x"), Outcome.OK),
        (shows("https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=3609000002"), Outcome.FINDING),
        (shows("https://zfwzgl.www.gov.cn/exposure/jiucuo.js"), Outcome.OK),  # the script may know it
        (page(), Outcome.NOT_APPLICABLE),
        (page(scripting="a1"), Outcome.UNKNOWN),
        (None, Outcome.UNKNOWN),
    ],
)
def test_the_code_is_that_of_the_site(home: Page | None, outcome: Outcome) -> None:
    assert judge(home).outcome is outcome


def test_without_a_registered_code_there_is_nothing_to_compare() -> None:
    assert judge(shows("jiucuo sitecode=3609000002"), "").outcome is Outcome.NOT_APPLICABLE


def test_the_code_is_read_where_the_script_is_told_it() -> None:
    home = page_of(
        "<title>x</title><p>版权所有</p><script id='_jiucuo_' sitecode='3609000002'"
        " src='https://zfwzgl.www.gov.cn/exposure/jiucuo.js'></script>"
    )
    (finding,) = judge(home).findings
    assert (finding.data["value"], finding.data["expected"]) == ("3609000002", CODE)
