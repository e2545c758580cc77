"""The papers of the demo: orders as pages, the ledger as units fill it, and pictures of what people get."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from playwright.async_api import Error
from sqlmodel import col, select

from monitor.commands.options import Desk, opened
from monitor.files import read_file
from monitor.look.browser.found import NoBrowserError
from monitor.look.browser.pool import Pool
from monitor.look.policy import Browsing
from registry.models import Outbox, Ticket, Unit
from registry.sheets.workbook.reading import Workbook
from registry.sheets.workbook.writing import Sheet, SheetColumn, write_workbook
from reports.files import write_whole
from reports.ledger import HEADINGS
from reports.mail import letter_of

WIDTHS = {"wide": 720, "phone": 390}
"""Widths in CSS pixels at which a mail is shown."""

TALLEST = 6_000
"""Height in CSS pixels beyond which a picture is cut."""


class PicturesError(Exception):
    """No picture could be taken. The message says why, and how to get a browser."""


@dataclass(frozen=True, slots=True)
class OrderPaper:
    """An order that went out: to whom, its subject, and the page it was written to."""

    unit: str
    subject: str
    page: Path


async def write_orders(config: Path, folder: Path) -> list[OrderPaper]:
    """Write every order that went out as a page of its own, in the order of their leaving."""
    async with opened(config) as desk:
        mails = await _orders(desk)
    papers = []
    for number, unit, subject, content in mails:
        page = folder / f"{number}-{unit}.html"
        write_whole(page, letter_of(content).html.encode())
        papers.append(OrderPaper(unit, subject, page))
    return papers


async def _orders(desk: Desk) -> list[tuple[str, str, str, bytes]]:
    """First number, unit, subject and mail of each order. A ticket ordered twice has two mails."""
    async with desk.database.read() as session:
        query = select(Outbox).where(Outbox.office_id == desk.office_id, col(Outbox.key).startswith("order/"))
        mails = list(await session.exec(query.order_by(col(Outbox.id))))
        whose = select(Ticket.number, Unit.name).join(Unit, col(Unit.id) == Ticket.unit_id)
        units = dict((await session.exec(whose)).all())
    found = []
    for mail in mails:
        number = mail.key.removeprefix("order/").partition("+")[0]
        again = "-重新交办" if "." in number else ""
        found.append((number.partition(".")[0] + again, units[number.partition(".")[0]], mail.subject, mail.content))
    return found


def filled_ledger(ledger: Path, texts: Mapping[str, str], made: datetime) -> bytes:
    """The ledger as units send it back: ``texts``, by number of ticket, stand under 整改情况 in its first row."""
    table = Workbook(read_file(ledger)).table("问题台账", lambda cells: HEADINGS[0] in cells)
    number_at, answer_at = HEADINGS.index("问题编号"), HEADINGS.index("整改情况")
    short = [record.cells for record in table.rows] if table else []
    rows = [[*cells, *[""] * (len(HEADINGS) - len(cells))] for cells in short]
    left = dict(texts)
    for row in rows:
        row[answer_at] = left.pop(row[number_at], row[answer_at])
    columns = [SheetColumn(heading, wraps=heading == "整改情况") for heading in HEADINGS]
    return write_workbook([Sheet("问题台账", columns, rows)], made)


async def take_pictures(pages: Mapping[str, Path], folder: Path, tallest: int = TALLEST) -> list[Path]:
    """Pictures (PNG) of pages, by name, as a screen and a phone show them. Raises :class:`PicturesError`."""
    files = []
    try:
        async with Pool(Browsing(use=True)) as pool:
            for name, page in pages.items():
                for shape, width in WIDTHS.items():
                    file = folder / f"{name}-{shape}.png"
                    write_whole(file, await _picture(pool, page.read_text("utf-8"), width, tallest))
                    files.append(file)
    except (NoBrowserError, Error) as error:
        raise PicturesError(str(error).strip().splitlines()[0]) from error
    return files


async def _picture(pool: Pool, html: str, width: int, tallest: int) -> bytes:
    viewport = {"width": width, "height": 900}
    async with pool.context(offline=True, java_script_enabled=False, viewport=viewport) as context:
        page = await context.new_page()
        await page.set_content(html, wait_until="load")
        height = await page.locator("body").evaluate("body => body.ownerDocument.documentElement.scrollHeight")
        shown = min(float(height), float(tallest))
        return await page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": width, "height": shown})
