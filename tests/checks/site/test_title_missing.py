"""Pages that do not name themselves."""

import pytest

from checks.site.title_missing import title_missing
from tests.checks.cases import HOME, case, page


@pytest.mark.parametrize(("title", "faults"), [("云溪市人民政府", 0), ("", 1), ("  \n\t", 1), ("　", 1)])
def test_the_rule(title: str, faults: int) -> None:
    found = list(title_missing(page(title=title), case("site.title-missing")))
    assert [(fault.about, fault.place.url) for fault in found] == [("title", HOME)] * faults
