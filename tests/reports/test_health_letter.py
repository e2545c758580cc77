"""健康等级（参考）: the office sees it in its weekly report; no paper for a unit and no 通报 carries it."""

import re
from importlib import resources

from bs4 import BeautifulSoup

from reports.sections.health import TITLE
from tests.reports.books import Books, found, shanghai, stale_home
from tests.reports.city import site_ok
from tests.reports.test_orders import letters, ordered, with_mailboxes
from tests.reports.test_weekly import letter_of

SEEN = shanghai(11, 17)


async def failing(books: Books) -> None:
    """A site with a veto: its letter is a bad one."""
    await books.site("edu", "市教育局", "市教育局网站")
    home = stale_home("edu", "https://edu.yunxi.test/", newest="2026-10-01", as_of="2026-11-17", days=47)
    await books.scan(SEEN, {"edu": {**site_ok(), "site.home-stale": found(home)}})
    await with_mailboxes(books)


async def test_the_office_sees_the_letter_and_the_unit_does_not(books: Books) -> None:
    await failing(books)
    weekly = await letter_of(books)
    (row,) = [line for line in weekly.text.splitlines() if TITLE in line and "市教育局网站" in line]
    assert re.search(rf"{re.escape(TITLE)} [B-F]", row)
    assert "不是官方评价，不用于通报" in weekly.text
    await ordered(books)
    (order,) = await letters(books)
    whole = order.subject + order.text + BeautifulSoup(order.html, "lxml").get_text()
    assert "健康" not in whole
    assert not re.search(r"(?<![A-Za-z0-9])[A-F](?![A-Za-z0-9])", whole), "a letter that stands by itself"


def test_only_the_weekly_report_knows_of_it() -> None:
    templates = resources.files("reports").joinpath("templates")
    knowing = {file.name for file in templates.iterdir() if re.search("health|健康", file.read_text("utf-8"))}
    assert knowing == {"weekly.html", "weekly.txt"}
