"""Pages that do not name themselves. Technical advice of the product."""

from collections.abc import Iterator

from checks.check import check
from checks.evidence import Case, Page
from checks.finding import Fault, Place


@check("site.title-missing")
def title_missing(page: Page, case: Case) -> Iterator[Fault]:
    """A page without a title."""
    if not page.title.strip():
        yield Fault(Place(page.url, 1), about="title")
