"""The domain by what the unit is; a path site has none of its own."""

import pytest

from checks.evidence import SiteFacts
from checks.finding import Judgement
from checks.site.domain import domain
from checks.vocabulary import Outcome, TargetKind
from tests.checks.cases import case, subject

PORTAL, DEPARTMENT = TargetKind.PORTAL, TargetKind.DEPARTMENT_SITE


def judge(host: str, nature: str = "", kind: TargetKind = DEPARTMENT, prefix: str = "/") -> Judgement:
    of = subject(kind, host=host, nature=nature, prefix=prefix)
    judgement: Judgement = domain(SiteFacts(None), case("site.domain", of=of))
    return judgement


@pytest.mark.parametrize(
    ("host", "nature", "kind", "fault"),
    [
        ("jyj.yichun.gov.cn", "党政机关", DEPARTMENT, ""),
        ("宜春.政务", "党政机关", DEPARTMENT, ""),
        ("jyj.yichun.com", "党政机关", DEPARTMENT, "government"),
        ("ycgjj.cn", "事业单位", DEPARTMENT, ""),
        ("ycgjj.gov.cn", "事业单位", DEPARTMENT, ""),
        ("ycgjj.com", "事业单位", DEPARTMENT, "institution"),
        ("ycct.gov.cn", "国有企业", DEPARTMENT, "other"),
        ("ycct.com", "国有企业", DEPARTMENT, ""),
        ("www.yichun.gov.cn", "", PORTAL, ""),
        ("www.yichun.gov.cn:8080", "", PORTAL, ""),
        ("yichun.gov.cn", "", PORTAL, "portal"),
        ("www.yichun.com", "", PORTAL, "government"),
        ("notgov.cn.evil.cn", "党政机关", DEPARTMENT, "government"),
    ],
)
def test_the_suffix_fits_the_unit(host: str, nature: str, kind: TargetKind, fault: str) -> None:
    judgement = judge(host, nature, kind)
    assert [finding.data["case"] for finding in judgement.findings] == ([fault] if fault else [])
    assert judgement.outcome is (Outcome.FINDING if fault else Outcome.OK)


@pytest.mark.parametrize(
    ("host", "nature", "prefix"),
    [
        ("www.yunxi.test", "党政机关", "/"),
        ("10.1.2.3", "党政机关", "/"),
        ("localhost", "党政机关", "/"),
        ("jyj.yichun.com", "", "/"),  # the register does not say what the unit is
        ("jyj.yichun.com", "党政机关", "/jyj/"),
    ],
)
def test_what_has_no_domain_of_its_own_is_not_judged(host: str, nature: str, prefix: str) -> None:
    assert judge(host, nature, prefix=prefix).outcome is Outcome.NOT_APPLICABLE
