"""Articles that do not say when they were published (国办发〔2017〕47号: 发布时间 of every item)."""

from collections.abc import Iterator

from checks.check import check
from checks.evidence import Case, Page, PageLevel
from checks.finding import Fault, Place


@check("site.undated")
def undated(page: Page, case: Case) -> Iterator[Fault]:
    """An article without any date of publication. What scripts would write is not missed."""
    if page.level is PageLevel.ARTICLE and page.published is None and not page.scripted:
        yield Fault(Place(page.url, 0, page.title), about="date")
