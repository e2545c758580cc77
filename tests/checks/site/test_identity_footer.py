"""The items at the bottom of the home page; an area that a script brings in is not judged."""

import json

import pytest

from checks.evidence import FooterItem, Link, Page, SiteFacts
from checks.finding import Judgement
from checks.site.identity_footer import ESTABLISHED, identity_footer
from checks.vocabulary import Outcome, Reason, Severity
from tests.checks.cases import HOME, case, page, subject
from tests.checks.reading.pages import page_of
from tests.shared_data import REALDATA, needs_shared

NAME = "site.identity-footer"
CODE = "9901000001"
ALL = dict.fromkeys(FooterItem, "…") | {FooterItem.SITE_CODE: CODE}


def without(*items: FooterItem) -> dict[FooterItem, str]:
    return {item: text for item, text in ALL.items() if item not in items}


def brings(url: str, tag: str = "script") -> tuple[Link, ...]:
    return (Link(url, url, tag, "src"),)


def judge(home: Page | None, *, site_code: str = CODE, open_: tuple[str, ...] = ()) -> Judgement:
    site = SiteFacts(home, Reason.BLOCKED if home is None else None)
    judgement: Judgement = identity_footer(site, case(NAME, of=subject(site_code=site_code), open_=open_))
    return judgement


@pytest.mark.parametrize("item", FooterItem)
def test_each_item_is_a_finding_of_its_own(item: FooterItem) -> None:
    (finding,) = judge(page(footer=without(item))).findings
    assert (finding.about, finding.data["case"]) == (item.value, item.value)
    assert finding.severity is (Severity.DEDUCT if item in ESTABLISHED else Severity.REMINDER)
    assert finding.on_home


def test_what_is_not_established_is_a_reminder() -> None:
    assert set(FooterItem) - ESTABLISHED == {FooterItem.PARTY_GOVERNMENT_BADGE, FooterItem.ERROR_REPORT}


@pytest.mark.parametrize(
    ("home", "outcome", "reason"),
    [
        (page(footer=ALL), Outcome.OK, None),
        (page(footer={}), Outcome.FINDING, None),
        (page(footer={}, links=brings("/js/jquery.js")), Outcome.UNKNOWN, Reason.NO_BROWSER),
        (page(footer={}, scripting="a1"), Outcome.UNKNOWN, Reason.NO_BROWSER),
        (page(footer={}, scripted=True), Outcome.UNKNOWN, Reason.NO_BROWSER),
        (page(footer=without(FooterItem.ICP), links=brings("/js/jquery.js")), Outcome.FINDING, None),
        (
            page(footer=without(FooterItem.ICP), links=brings(HOME + "js/headfoot.js")),
            Outcome.UNKNOWN,
            Reason.NO_BROWSER,
        ),
        (
            page(footer=without(FooterItem.ICP), links=brings(HOME + "bottom.html", "iframe")),
            Outcome.UNKNOWN,
            Reason.NO_BROWSER,
        ),
        (page(footer=ALL, links=brings(HOME + "js/footer.js")), Outcome.OK, None),
        (None, Outcome.UNKNOWN, Reason.BLOCKED),
    ],
)
def test_what_a_script_may_bring_in_is_not_missed(home: Page | None, outcome: Outcome, reason: Reason | None) -> None:
    judgement = judge(home)
    assert (judgement.outcome, judgement.reason) == (outcome, reason)
    assert bool(judgement.findings) is (outcome is Outcome.FINDING)


@pytest.mark.parametrize(
    ("shown", "registered", "wrong"),
    [(CODE, CODE, False), (CODE, "9901000002", True), (CODE, "", False), ("BM14000002", "bm14000002", False)],
)
def test_the_code_is_the_registered_one(shown: str, registered: str, wrong: bool) -> None:
    judgement = judge(page(footer=ALL | {FooterItem.SITE_CODE: shown}), site_code=registered)
    cases = [(finding.about, finding.data["case"], finding.data["value"]) for finding in judgement.findings]
    assert cases == ([("site_code", "wrong-code", shown)] if wrong else [])


def test_only_what_is_there_is_cleared() -> None:
    opened = tuple(item.value for item in FooterItem)
    lacking = page(footer=without(FooterItem.ICP), links=brings(HOME + "js/footer.js"))
    assert judge(lacking, open_=opened).cleared == {*opened} - {"icp"}
    assert judge(page(footer=ALL), site_code="9901000002", open_=opened).cleared == {*opened} - {"site_code"}


@needs_shared
def test_no_real_page_is_told_that_an_item_is_missing_that_it_has() -> None:
    seen, contradicted = 0, []
    for entry in json.loads((REALDATA / "truth.json").read_text("utf-8")):
        if entry["file"].startswith("gov-pages/") and not entry["kind"].startswith("error"):
            home = page_of((REALDATA / entry["file"]).read_bytes(), f"http://{entry['host'] or 'a.test'}/")
            judgement = judge(home, site_code=entry["site_code"] or "")
            told = {finding.about for finding in judgement.findings}
            contradicted += [(entry["file"], about) for about in told & {*entry["footer"]}]
            if entry["needs_browser"]:
                assert judgement.reason is Reason.NO_BROWSER, entry["file"]
            seen += 1
    assert seen > 40
    assert contradicted == []
