import pytest

from checks.evidence import DateRead, DateSource, PageLevel
from checks.site.undated import undated
from tests.checks.cases import HOME, case, days_ago, page

DAY = DateRead(days_ago(3), DateSource.META, "2026-11-20")


@pytest.mark.parametrize(
    ("level", "published", "scripted", "is_undated"),
    [
        (PageLevel.ARTICLE, None, False, True),
        (PageLevel.ARTICLE, DAY, False, False),
        (PageLevel.ARTICLE, None, True, False),
        (PageLevel.COLUMN, None, False, False),
        (PageLevel.HOME, None, False, False),
        (PageLevel.OTHER, None, False, False),
    ],
)
def test_an_article_says_when_it_was_published(
    level: PageLevel, published: DateRead | None, scripted: bool, is_undated: bool
) -> None:
    faults = list(undated(page(level=level, published=published, scripted=scripted), case("site.undated")))
    assert [(fault.about, fault.place.url) for fault in faults] == ([("date", HOME)] if is_undated else [])
