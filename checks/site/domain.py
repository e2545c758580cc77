"""The domain name of a site by what its unit is: government bodies use .gov.cn (国办发〔2017〕47号).

A path site or a channel has no domain of its own. Names that are reserved for tests, and plain addresses, are no
domains that anybody could register. Where the register does not say what a unit is, only portals are judged.
"""

import re

from checks.check import check
from checks.evidence import Case, SiteFacts
from checks.finding import Finding, Judgement, not_applicable
from checks.vocabulary import Outcome, Reason, TargetKind

_GOVERNMENT = (".gov.cn", ".政务", ".xn--zfr164b")
_INSTITUTION = (".cn", ".公益", ".xn--55qw42g", *_GOVERNMENT)
_RESERVED = re.compile(r"(?:^|\.)(?:test|example|invalid|localhost|local)$|^[\d.:\[\]]+$")
_PORTAL = re.compile(r"www\.[a-z0-9-]+(?:\.[a-z0-9-]+){0,2}\.gov\.cn")
_BODY, _INSTITUTE = "党政机关", "事业单位"


@check("site.domain")
def domain(site: SiteFacts, case: Case) -> Judgement:
    """A suffix that does not fit the unit, or a portal that is not at www. The register is judged, not an answer."""
    subject = case.subject
    host = subject.host.lower().partition(":")[0]
    if subject.prefix not in {"", "/"}:
        return not_applicable(Reason.OTHER_TARGET)
    is_portal = subject.kind in {TargetKind.PORTAL, TargetKind.COUNTY_PORTAL}
    if not host or _RESERVED.search(host) or not (subject.nature or is_portal):
        return not_applicable()
    nature = subject.nature or _BODY
    fault = _fault(host, nature, is_portal=is_portal)
    if not fault:
        return Judgement(Outcome.OK, checked=1, cleared=case.open)
    finding = Finding(
        indicator=case.indicator,
        target=subject.id,
        about="domain",
        severity=case.severity,
        url=subject.url or (site.home.url if site.home else ""),
        confirmed=True,
        data={"case": fault, "host": host, "nature": nature},
    )
    return Judgement(Outcome.FINDING, (finding,), checked=1)


def _fault(host: str, nature: str, *, is_portal: bool) -> str:
    if nature == _BODY and not host.endswith(_GOVERNMENT):
        return "government"
    if nature == _INSTITUTE and not host.endswith(_INSTITUTION):
        return "institution"
    if nature not in {_BODY, _INSTITUTE} and host.endswith(_GOVERNMENT):
        return "other"
    if is_portal and host.endswith(".gov.cn") and not _PORTAL.fullmatch(host):
        return "portal"
    return ""
