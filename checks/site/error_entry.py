"""The entry 我为政府网站找错 of the home page: it carries the code of the site (国办秘函〔2019〕19号).

That it is there at all is asked by site.identity-footer. An entry that tells no code in the page is not judged: the
script behind it may know the code.
"""

import re

from checks.check import check
from checks.evidence import Case, FooterItem, SiteFacts
from checks.finding import Finding, Judgement, Place, not_applicable, unknown
from checks.vocabulary import Outcome, Reason

_CODE = re.compile(r"site_?code=([0-9a-z]{4,20})", re.IGNORECASE)


@check("site.error-entry")
def error_entry(site: SiteFacts, case: Case) -> Judgement:
    """An entry whose code is not the registered one: what visitors report goes to another site."""
    home = site.home
    if home is None:
        return unknown(site.home_reason or Reason.NOT_REACHED)
    entry = home.footer.get(FooterItem.ERROR_REPORT, "")
    expected = case.subject.site_code.lower()
    if not entry or not expected:
        return unknown(Reason.NO_BROWSER) if not entry and (home.scripted or home.scripting) else not_applicable()
    match = _CODE.search(entry)
    if match is None or match[1].lower() == expected:
        return Judgement(Outcome.OK, checked=1, cleared=case.open)
    finding = Finding(
        indicator=case.indicator,
        target=case.subject.id,
        about="code",
        severity=case.severity,
        url=home.url,
        places=(Place(home.url, 0, entry),),
        places_total=1,
        on_home=True,
        data={"value": match[1], "expected": case.subject.site_code},
    )
    return Judgement(Outcome.FINDING, (finding,), checked=1)
