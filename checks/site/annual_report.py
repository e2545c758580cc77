"""The yearly report on the work of the site (政府网站工作年度报表): on the home page by 31 January.

The rule is that of 国办函〔2018〕12号.
"""

import re
from datetime import date

from checks.check import check
from checks.evidence import Case, Page, SiteFacts
from checks.finding import Finding, Judgement, Place, unknown
from checks.time import shanghai_day
from checks.vocabulary import Outcome, Reason

_REPORT = re.compile(r"年度(?:工作)?报表|网站年报|网站(?:工作|监管)?年度报告|工作年度报表")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_JANUARY = 1


@check("site.annual-report")
def annual_report(site: SiteFacts, case: Case) -> Judgement:
    """No link on the home page names the report, or the newest that it names is of an earlier year."""
    home = site.home
    if home is None:
        return unknown(site.home_reason or Reason.NOT_REACHED)
    year = _year_due(shanghai_day(case.as_of))
    named = [link for link in home.links if link.tag in {"a", "area"} and _REPORT.search(link.text)]
    years = [int(one) for link in named for one in _YEAR.findall(link.text)]
    if named and (not years or max(years) >= year):
        return Judgement(Outcome.OK, checked=1, cleared=case.open)
    if not named and (home.scripted or home.scripting):
        return unknown(Reason.NO_BROWSER)
    data = {"case": "old" if named else "", "year": year, "shown": max(years, default=0)}
    finding = Finding(
        indicator=case.indicator,
        target=case.subject.id,
        about="report",
        severity=case.severity,
        url=home.url,
        places=tuple(Place(home.url, link.line, link.text) for link in named[:1]) or (_top(home),),
        places_total=1,
        on_home=True,
        data=data,
    )
    return Judgement(Outcome.FINDING, (finding,), checked=1)


def _year_due(today: date) -> int:
    """The year whose report must be there: last year's is due when January is over."""
    return today.year - (2 if today.month == _JANUARY else 1)


def _top(home: Page) -> Place:
    return Place(home.url, 0, home.title)
