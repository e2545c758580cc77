"""How long the home page takes to answer. A page should load within three seconds (advice, 国办发〔2017〕47号)."""

from checks.check import check
from checks.evidence import Case, Page, SiteFacts
from checks.finding import Finding, Judgement, Wanted, unknown
from checks.vocabulary import How, Outcome, Reason


@check("site.load-time")
def load_time(site: SiteFacts, case: Case) -> Judgement:
    """The source of the home page alone took longer than a whole page should, twice."""
    home, limit = site.home, case.thresholds["seconds"]
    if home is None:
        return unknown(site.home_reason or Reason.NOT_REACHED)
    again = Wanted(home.url, How.GET, "second look at the time a home page takes")
    seen = case.answers.get(again)
    seconds = min(home.seconds, seen.seconds) if isinstance(seen, Page) else home.seconds
    if seconds <= limit:
        return Judgement(Outcome.OK, checked=1, cleared=case.open)
    finding = Finding(
        indicator=case.indicator,
        target=case.subject.id,
        about="home",
        severity=case.severity,
        url=home.url,
        on_home=True,
        confirmed=isinstance(seen, Page),
        data={"seconds": round(seconds, 1), "limit": limit},
    )
    return Judgement(Outcome.FINDING, (finding,), checked=1, wanted=() if seen is not None else (again,))
