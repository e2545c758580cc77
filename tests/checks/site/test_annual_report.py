"""The yearly report: due when January is over, and a script may write the link to it."""

from datetime import UTC, datetime

import pytest

from checks.evidence import Link, Page, SiteFacts
from checks.finding import Judgement
from checks.site.annual_report import annual_report
from checks.vocabulary import Outcome, Reason
from tests.checks.cases import AS_OF, case, page

NAME = "site.annual-report"
JANUARY = datetime(2026, 1, 20, tzinfo=UTC)


def links(*texts: str) -> tuple[Link, ...]:
    return tuple(Link(f"https://www.yunxi.test/{text}", text, "a", "href", text) for text in texts)


def judge(home: Page | None, as_of: datetime = AS_OF) -> Judgement:
    judgement: Judgement = annual_report(
        SiteFacts(home, Reason.BLOCKED if home is None else None), case(NAME, as_of=as_of)
    )
    return judgement


@pytest.mark.parametrize(
    ("home", "as_of", "outcome"),
    [
        (page(links=links("2025年政府网站工作年度报表")), AS_OF, Outcome.OK),
        (page(links=links("政府网站工作年度报表")), AS_OF, Outcome.OK),  # no year: not judged by one
        (page(links=links("政府网站工作年度报表（2024）", "网站年报2025年度")), AS_OF, Outcome.OK),
        (page(links=links("2024年政府网站工作年度报表")), AS_OF, Outcome.FINDING),
        (page(links=links("2024年政府网站工作年度报表")), JANUARY, Outcome.OK),  # not due before the end of January
        (page(links=links("政府信息公开年度报告", "工作动态")), AS_OF, Outcome.FINDING),  # another report
        (page(scripting="a1"), AS_OF, Outcome.UNKNOWN),
        (page(scripted=True), AS_OF, Outcome.UNKNOWN),
        (None, AS_OF, Outcome.UNKNOWN),
    ],
)
def test_the_report_stands_on_the_home_page(home: Page | None, as_of: datetime, outcome: Outcome) -> None:
    assert judge(home, as_of).outcome is outcome


def test_the_year_that_is_missing_is_told() -> None:
    (finding,) = judge(page(links=links("2023年政府网站工作年度报表"))).findings
    assert (finding.data["case"], finding.data["year"], finding.data["shown"]) == ("old", 2025, 2023)
