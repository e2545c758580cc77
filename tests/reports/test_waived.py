"""What an approved appeal or exception lets pass stands in the report with its paper, and counts as no veto."""

from datetime import date

from sqlmodel import select

from checks.catalogue import load_catalogue
from registry.decisions.waivers import grant
from registry.models import FindingRow, Waiver, WaiverKind
from reports.figures import weekly_figures
from reports.sections.telling import Telling
from reports.sections.vetoes import Vetoes, vetoes
from reports.week import Week
from tests.reports.books import Books, found, shanghai, stale_home

AT = shanghai(11, 18)


async def shown(books: Books, *, until: date | None) -> Vetoes:
    for name in ("s1", "s2"):
        await books.site(name, "市教育局", f"网站{name}")
    late = {
        name: {
            "site.home-stale": found(
                stale_home(name, f"https://{name}/", newest="2026-10-01", as_of="2026-11-18", days=48)
            )
        }
        for name in ("s1", "s2")
    }
    await books.scan(AT, late)
    if until is not None:
        async with books.database.write() as session:
            row = (await session.exec(select(FindingRow).where(FindingRow.target_id == "s1"))).one()
            waiver = Waiver(
                office_id=books.office_id, target_id="s1", indicator=row.indicator, kind=WaiverKind.APPEAL,
                number="云府办复〔2026〕3号", since=date(2026, 11, 1), until=until, by="张三", at=AT,
            )  # fmt: skip
            await grant(session, waiver)
    async with books.database.read() as session:
        figures = await weekly_figures(session, books.office_id, Week.of(AT), AT)
    return vetoes(Telling(figures, load_catalogue()))


async def test_it_is_listed_with_its_paper_and_not_counted(books: Books) -> None:
    section = await shown(books, until=date(2026, 12, 31))
    assert (len(section.rows), section.established) == (2, 1)
    told = {row.target: row.handling for row in section.rows}
    assert told["网站s1"] == "申诉已批准（云府办复〔2026〕3号），至12月31日不计"
    assert "待确认" in told["网站s2"]


async def test_one_that_has_ended_counts_again(books: Books) -> None:
    assert (await shown(books, until=date(2026, 11, 17))).established == 2
