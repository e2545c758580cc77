import copy
from collections.abc import Callable
from typing import Any

import pytest

from checks.vocabulary import LinkOutcome, Outcome, Reason
from monitor.demo.truth import Truth, compare, had_browser, load_truth

TRUTH = load_truth().seen()

ALMOST_RIGHT = {
    "ok",
    "unknown/no-browser",
    "unknown/no-ipv6",
    "unknown/too-few-probes",
    "not-applicable/no-such-thing",
}
"""What is said of a site with which nothing is wrong, where there is no browser and no week of visits."""

Document = dict[str, Any]


def perfect(truth: Truth) -> Document:
    """The result document of a scan that saw exactly what is true."""
    return {
        "schema": "govwatch/scan-result/1",
        "targets": [
            {
                "id": f"t{number}",
                "name": name,
                "results": [result(indicator, outcome) for indicator, outcome in outcomes.items()],
                "findings": [finding(fault) for fault in truth.faults.values() if fault.target == name],
            }
            for number, (name, outcomes) in enumerate(truth.outcomes.items())
        ],
    }


def result(indicator: str, outcome: str) -> Document:
    word, _, reason = outcome.partition("/")
    return {"indicator": indicator, "outcome": word, "reason": reason or None}


def finding(fault: Any) -> Document:
    return {
        "indicator": fault.indicator,
        "about": fault.about,
        "link_outcome": fault.link_outcome or None,
        "on_home": fault.indicator == "site.links-home",
        "confirmed": True,
    }


def target(document: Document, name: str) -> Document:
    found: Document = next(one for one in document["targets"] if one["name"] == name)
    return found


def row_of(document: Document, name: str, indicator: str) -> Document:
    found: Document = next(one for one in target(document, name)["results"] if one["indicator"] == indicator)
    return found


@pytest.mark.parametrize(
    "repaired", [set(), {"slj-down"}, {"www-notice-deleted", "jiaoyu-stale"}, set(TRUTH.faults)], ids=len
)
def test_the_truth_agrees_with_itself(repaired: set[str]) -> None:
    assert compare(perfect(load_truth().without(repaired).seen()), repaired=repaired) == []


def test_a_repair_is_expected_to_be_seen() -> None:
    differences = compare(perfect(TRUTH), repaired={"jyj-home-stale"})
    assert any("site.home-stale is finding, in truth ok" in line for line in differences)
    assert any("found what is not wrong: site.home-stale" in line for line in differences)


def test_all_signs_of_a_fault_go_with_it() -> None:
    repaired = {"jyj-home-stale"}
    assert "jyj-news-stale" in TRUTH.without({"jyj-certificate-expired"}).faults
    assert "jyj-news-stale" not in TRUTH.without(repaired).faults
    assert compare(perfect(TRUTH.without(repaired)), repaired=repaired) == []


def test_a_site_that_opens_again_is_seen_again() -> None:
    after = load_truth().without({"slj-down"}).seen().outcomes["云溪市水利局网站"]
    assert set(after.values()) == ALMOST_RIGHT
    assert after["security.headers"] == "ok"


def test_a_week_of_visits_is_judged_only_where_there_is_one() -> None:
    seeded = load_truth().seen(seeded=True)
    assert {
        outcomes["site.availability"] for outcomes in TRUTH.outcomes.values() if "site.availability" in outcomes
    } == {"unknown/too-few-probes"}
    assert seeded.outcomes["云溪市水利局网站"]["site.availability"] == "finding"
    assert seeded.outcomes["云溪市统计局网站"]["site.availability"] == "ok"
    assert compare(perfect(seeded), seeded=True) == []
    differences = compare(perfect(seeded))
    assert any("云溪市水利局网站: found what is not wrong: site.availability" in line for line in differences)


def test_what_only_a_browser_sees_is_expected_of_a_browser_only() -> None:
    with_one = load_truth().seen(browser=True)
    assert "wjw-forced-follow" not in TRUTH.faults
    assert TRUTH.outcomes["云溪市卫生健康委员会网站"]["site.forced-follow"] == "unknown/no-browser"
    assert with_one.outcomes["云溪市卫生健康委员会网站"]["site.forced-follow"] == "finding"
    assert TRUTH.outcomes["云溪市统计局网站"]["site.vote-board"] == "unknown/no-browser"
    assert with_one.outcomes["云溪市统计局网站"]["site.vote-board"] == "ok"
    assert with_one.outcomes["云溪市人力资源和社会保障局网站"]["site.vote-board"] == "unknown/blocked"
    assert TRUTH.outcomes["云溪市住房和城乡建设局网站"]["site.home-stale"] == "unknown/no-browser"
    assert with_one.outcomes["云溪市住房和城乡建设局网站"]["site.home-stale"] == "ok"
    assert compare(perfect(with_one), browser=True) == []


def test_the_document_itself_says_whether_there_was_a_browser() -> None:
    with_one = perfect(load_truth().seen(browser=True))
    assert (had_browser(with_one), had_browser(perfect(TRUTH))) == (True, False)
    assert (compare(with_one), compare(perfect(TRUTH))) == ([], [])
    assert compare(perfect(TRUTH), browser=True) != []


def test_a_target_names_only_what_differs_from_what_is_right() -> None:
    right = TRUTH.outcomes["云溪市统计局网站"]
    assert set(right.values()) == ALMOST_RIGHT
    assert right.keys() == TRUTH.outcomes["云溪市人力资源和社会保障局网站"].keys()
    walled = TRUTH.outcomes["云溪市人力资源和社会保障局网站"]
    assert {name for name, outcome in walled.items() if outcome != "unknown/blocked"} == {
        "site.domain",
        "site.availability",
        "site.ipv6",
        "security.certificate",
        "security.https",
    }


def miss_a_link(document: Document) -> None:
    target(document, "云溪市教育局网站")["findings"].pop()


def invent_a_finding(document: Document) -> None:
    target(document, "云溪市人民政府门户网站")["findings"].append(
        {
            "indicator": "site.links",
            "about": "https://www.yunxi.test/ywdt/",
            "link_outcome": "timeout",
            "on_home": False,
        }
    )


def find_a_link_twice(document: Document) -> None:
    findings = target(document, "云溪市人民政府门户网站")["findings"]
    findings.append(copy.deepcopy(findings[0]))


def mistake_the_kind_of_break(document: Document) -> None:
    target(document, "云溪市人民政府门户网站")["findings"][1]["link_outcome"] = "timeout"


def deny_the_home_page(document: Document) -> None:
    target(document, "云溪市人民政府办公室网站")["findings"][0]["on_home"] = False


def call_a_dark_site_stale(document: Document) -> None:
    row = row_of(document, "云溪市水利局网站", "site.home-stale")
    row["outcome"], row["reason"] = "finding", None


def give_another_reason(document: Document) -> None:
    row_of(document, "云溪市水利局网站", "site.links-home")["reason"] = "blocked"


def leave_an_indicator_out(document: Document) -> None:
    target(document, "云溪发布")["results"].remove(row_of(document, "云溪发布", "account.stale"))


def judge_something_new(document: Document) -> None:
    target(document, "云溪发布")["results"].append({"indicator": "account.empty", "outcome": "ok", "reason": None})


def leave_a_target_out(document: Document) -> None:
    document["targets"].pop()


def add_a_target(document: Document) -> None:
    document["targets"].append({"name": "云溪市气象局网站", "results": [], "findings": []})


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (miss_a_link, "not found: jyj-plain-http"),
        (invent_a_finding, "found what is not wrong: site.links https://www.yunxi.test/ywdt/"),
        (find_a_link_twice, "found what is not wrong: site.links-home"),
        (mistake_the_kind_of_break, "www-policy-error came out as timeout, in truth server-error"),
        (deny_the_home_page, "office-guide-missing stands on the home page"),
        (call_a_dark_site_stale, "site.home-stale is finding, in truth unknown (unreachable)"),
        (give_another_reason, "site.links-home is unknown (blocked), in truth unknown (unreachable)"),
        (leave_an_indicator_out, "account.stale is not-applicable, in truth ok"),
        (judge_something_new, "account.empty is ok, in truth not-applicable"),
        (leave_a_target_out, "云溪应急: not in the result"),
        (add_a_target, "云溪市气象局网站: in the result, but not in the truth"),
    ],
)
def test_every_difference_is_told(spoil: Callable[[Document], None], words: str) -> None:
    document = perfect(TRUTH)
    spoil(document)
    differences = compare(document)
    assert len(differences) == 1
    assert words in differences[0]


def test_an_indicator_that_does_not_concern_a_target_may_be_spoken_of() -> None:
    document = perfect(TRUTH)
    rows = target(document, "云溪发布")["results"]
    rows.append({"indicator": "site.links", "outcome": "not-applicable", "reason": "no-such-thing"})
    assert compare(document) == []


def test_addresses_are_compared_in_normal_form() -> None:
    document = perfect(TRUTH)
    found = next(one for one in target(document, "云溪市教育局网站")["findings"] if "学区" in one["about"])
    found["about"] = "https://jyj.yunxi.test/tzgg/%E5%AD%A6%E5%8C%BA%E5%88%92%E5%88%86%E5%9B%BE.html"
    assert compare(document) == []


def test_the_truth_speaks_the_vocabulary() -> None:
    for expected in TRUTH.outcomes.values():
        for word in expected.values():
            outcome, _, reason = word.partition("/")
            assert Outcome(outcome)
            assert not reason or Reason(reason)
    for fault in TRUTH.faults.values():
        assert not fault.link_outcome or LinkOutcome(fault.link_outcome).is_broken
        assert fault.what
        assert TRUTH.outcomes[fault.target][fault.indicator] == "finding"


def test_where_the_truth_says_finding_a_fault_is_planted() -> None:
    planted = {(fault.target, fault.indicator) for fault in TRUTH.faults.values()}
    said = {
        (name, indicator)
        for name, outcomes in TRUTH.outcomes.items()
        for indicator, outcome in outcomes.items()
        if outcome == "finding"
    }
    assert said == planted
