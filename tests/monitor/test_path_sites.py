"""A portal whose host ten offices share: every column belongs to the site whose prefix it lies below."""

# Markup stands on one line.
# ruff: noqa: E501

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from checks.evidence import Column, Page, PageLevel, Subject
from checks.vocabulary import TargetKind
from monitor.columns import ColumnNotes
from monitor.look.territory import Territory
from tests.checks.reading.pages import page_of

TODAY = date(2024, 3, 10)
HOST = "www.yunxi.test"
OFFICES = tuple(f"bm{number}" for number in range(10))
NAMES = ("通知公告", "工作动态", "政策文件")


def site(prefix: str) -> Subject:
    kind = TargetKind.PORTAL if prefix == "/" else TargetKind.DEPARTMENT_SITE
    return Subject(prefix, kind, prefix, "", url=f"http://{HOST}{prefix}", host=HOST, prefix=prefix)


SITES = (site("/"), *(site(f"/{office}/") for office in OFFICES))


def navigation(*folders: str) -> str:
    """The columns of all these sites, side by side: path sites show the menu of the portal too."""
    return "".join(
        f"<a href='/{folder}{column}/'>{name}</a>" for folder in folders for column, name in enumerate(NAMES)
    )


def listing(folder: str, column: int) -> Page:
    rows = "".join(
        f"<li><a href='/{folder}{column}/post_{age}00.html'>关于开展检查的通知</a><span>{TODAY - timedelta(days=age)}</span></li>"
        for age in range(1, 8)
    )
    tags = f"<meta name=ColumnName content='{NAMES[column]}'>"
    html = f"<title>{NAMES[column]}</title>{tags}{navigation('', folder)}<ul>{rows}</ul>"
    return page_of(html, f"http://{HOST}/{folder}{column}/")


def _owns(territory: Territory, owner: str, url: str) -> bool:
    return territory.owner(url) == owner


def columns_of_all() -> dict[str, tuple[Column, ...]]:
    territory = Territory(HOST, list(SITES))
    notes = {}
    for one in SITES:
        notes[one.id] = ColumnNotes(partial(_owns, territory, one.id), TODAY)
    folders = ("", *(f"{office}/" for office in OFFICES))
    pages = [
        replace(page_of(navigation(*folders), f"http://{HOST}/{folder}"), level=PageLevel.HOME) for folder in folders
    ]
    pages += [listing(folder, column) for folder in folders for column in range(len(NAMES))]
    for page in pages:
        notes[territory.owner(page.url)].add(page)
    return {owner: one.columns() for owner, one in notes.items()}


def test_every_column_is_at_its_right_owner() -> None:
    columns = columns_of_all()
    assert len(columns) == 1 + len(OFFICES)
    for owner, found in columns.items():
        assert {column.url: column.name for column in found} == {
            f"http://{HOST}{owner}{number}/": name for number, name in enumerate(NAMES)
        }
        assert all(column.level == 1 and column.newest is not None for column in found)


def test_links_of_a_home_page_are_those_of_its_own_site() -> None:
    territory = Territory(HOST, list(SITES))
    notes = ColumnNotes(lambda url: territory.owner(url) == "/bm3/", TODAY)
    home = page_of(navigation("", "bm3/", "bm4/"), f"http://{HOST}/bm3/")
    notes.add(replace(home, level=PageLevel.HOME))
    assert notes.home_links() == {f"{HOST}/bm3/{number}/" for number in range(len(NAMES))}
