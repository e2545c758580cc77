"""The functional area at the bottom of the home page (底部功能区, 国办发〔2017〕47号): each of its items.

An area that a script of its own brings in cannot be seen in the source, and neither can what is missing from it.
"""

import re

from checks.check import check
from checks.evidence import Case, FooterItem, Page, SiteFacts
from checks.finding import Finding, Judgement, Place, unknown
from checks.reading.urls import path_of
from checks.vocabulary import Outcome, Reason, Severity

ESTABLISHED = frozenset(
    {
        *(FooterItem.SITE_CODE, FooterItem.ICP, FooterItem.POLICE, FooterItem.ORGANISER, FooterItem.CONTACT),
        FooterItem.SITEMAP,
    }
)
"""The items for whose absence from this area official bulletins name sites. Of the others only the duty to have them
is sure, not that they stand here: their absence is a reminder."""

_TEXT_ITEMS = frozenset({FooterItem.SITE_CODE, FooterItem.ICP, FooterItem.POLICE, FooterItem.ORGANISER})
_BRINGING = frozenset({"script", "iframe", "frame", "object", "embed"})
_AREA_FILE = re.compile(r"foot|bottom|dibu|yejiao|copyright|banquan", re.IGNORECASE)


@check("site.identity-footer")
def identity_footer(site: SiteFacts, case: Case) -> Judgement:
    """Items missing from the home page, and a site code that is not the registered one. One finding an item."""
    home = site.home
    if home is None:
        return unknown(site.home_reason or Reason.NOT_REACHED)
    missing = [item for item in FooterItem if item not in home.footer]
    hidden = len(missing) if _is_elsewhere(home) else 0
    findings = [] if hidden else [_finding(home, item, case, {"case": item.value}) for item in missing]
    code = home.footer.get(FooterItem.SITE_CODE, "")
    if code and case.subject.site_code and code.lower() != case.subject.site_code.lower():
        data = {"case": "wrong-code", "value": code, "expected": case.subject.site_code}
        findings.append(_finding(home, FooterItem.SITE_CODE, case, data))
    seen = Outcome.UNKNOWN if hidden else Outcome.OK
    return Judgement(
        outcome=Outcome.FINDING if findings else seen,
        findings=tuple(findings),
        reason=Reason.NO_BROWSER if hidden else None,
        checked=len(FooterItem) - hidden,
        unseen=hidden,
        cleared=case.open - {item.value for item in missing} - {finding.about for finding in findings},
    )


def _is_elsewhere(home: Page) -> bool:
    """Whether what the source lacks may be brought in by a script or a frame."""
    brought = [link for link in home.links if link.tag in _BRINGING]
    if home.scripted or any(_AREA_FILE.search(path_of(link.url).rpartition("/")[2]) for link in brought):
        return True
    return _TEXT_ITEMS.isdisjoint(home.footer) and bool(brought or home.scripting)


def _finding(home: Page, item: FooterItem, case: Case, data: dict[str, str]) -> Finding:
    return Finding(
        indicator=case.indicator,
        target=case.subject.id,
        about=item.value,
        severity=case.severity if item in ESTABLISHED else Severity.REMINDER,
        url=home.url,
        places=(Place(home.url, 0, home.footer.get(item, "")),),
        places_total=1,
        on_home=True,
        data=data,
    )
