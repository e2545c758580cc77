"""整改情况 that units wrote into the ledger workbook (问题台账.xlsx), read row by row and entered as their answers.

A ticket has one row for each of its items, and one answer: what was written in its rows is joined. An answer makes the
ticket 已反馈 and asks for a re-check; no file closes a ticket (office-practice 5).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.errors import BooksError, SheetError, TicketError
from registry.models import Ticket, TicketMove
from registry.sheets.problems import cell_name, place_of_row, shown
from registry.sheets.tables import NoHeaderError, Record, Table, read_table
from registry.sheets.terms import plain
from registry.sheets.workbook.package import is_workbook
from registry.sheets.workbook.reading import Workbook
from registry.tickets import answer, state_after, the_ticket

NUMBER = ("问题编号", "编号", "ticket", "ticket number", "number")
"""Headings of the column that says which ticket a row is of."""

ANSWER = ("整改情况", "整改情况说明", "answer", "remediation", "what was done")
"""Headings of the column that the unit fills."""

LONGEST = 2_000
"""Longest answer of a ticket, in characters."""

_JOINED = "；"


class AnswersRefusedError(BooksError):
    """The file was not entered. ``problems`` are the rows at fault, a sentence each."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"文件中有{len(problems)}处错误，全部没有写入：请改正后再导入。")


@dataclass(frozen=True, slots=True)
class Filled:
    """A row that a unit filled: the number of the ticket, what was written, and where it stands, in words."""

    number: str
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class AnswersEntered:
    """What came of a file: the numbers of tickets with their answers, and those whose answer stood there already.

    ``refused`` are the tickets that cannot be answered any more, a sentence each.
    """

    answered: tuple[tuple[str, str], ...]
    unchanged: tuple[str, ...]
    refused: tuple[str, ...]


# -- reading ------------------------------------------------------------------------------------------------------


def read_answers(data: bytes) -> list[Filled]:
    """The filled rows of every sheet that has both columns; rows without an answer are passed over.

    Raises :class:`SheetError` for what is no such file, and :class:`AnswersRefusedError` for rows that cannot be read.
    """
    filled: list[Filled] = []
    problems: list[str] = []
    for table in _tables(data):
        for one in _rows(table):
            if isinstance(one, Filled):
                filled.append(one)
            else:
                problems.append(one)
    if problems:
        raise AnswersRefusedError(problems)
    return filled


def _tables(data: bytes) -> list[Table]:
    tables = []
    if is_workbook(data):
        workbook = Workbook(data)
        for name in workbook.names:
            with suppress(NoHeaderError):
                tables.append(workbook.table(name, _is_header))
    else:
        with suppress(NoHeaderError):
            tables.append(read_table(data, _is_header))
    found = [table for table in tables if table is not None]
    if not found:
        raise SheetError("文件中没有同时有“问题编号”和“整改情况”两列的表：请用 govwatch report ledger 导出的台账填写。")
    return found


def _is_header(cells: Sequence[str]) -> bool:
    return None not in (_place(cells, NUMBER), _place(cells, ANSWER))


def _place(cells: Sequence[str], headings: Sequence[str]) -> int | None:
    """Where the column stands. Of several that could be meant, the one whose heading is listed first."""
    keys = [plain(cell) for cell in cells]
    return next((keys.index(plain(heading)) for heading in headings if plain(heading) in keys), None)


def _rows(table: Table) -> Iterator[Filled | str]:
    """The filled rows of a sheet, and a sentence for each that cannot be taken."""
    number_at, answer_at = _place(table.header.cells, NUMBER), _place(table.header.cells, ANSWER)
    if number_at is None or answer_at is None:  # not without a header, which the table has
        return
    cells = {record.number: record for record in table.rows}
    for record in table.rows:
        place = place_of_row(record.number, table.sheet)
        why = table.faults.get((record.number, answer_at)) or table.faults.get((record.number, number_at))
        text = " ".join(_cell(record, answer_at).split())
        if why:
            yield f"{place}：{why}，请把单元格改成文字。"
        elif not text:
            continue
        elif number := _cell(_first_of(record, number_at, table, cells), number_at).strip():
            yield Filled(number, text, place)
        else:
            cell = cell_name(record.number, answer_at)
            yield f"{place}（{cell}）：填了整改情况而没有问题编号，请补上编号，或删去这一格。"


def _cell(record: Record, place: int) -> str:
    return record.cells[place] if place < len(record.cells) else ""


def _first_of(record: Record, place: int, table: Table, cells: Mapping[int, Record]) -> Record:
    """The row that holds the value of a cell: of cells merged into one, the first has it."""
    for one in table.merged:
        if one.holds(record.number, place):
            return cells.get(one.first_row, record)
    return record


# -- entering -----------------------------------------------------------------------------------------------------


async def enter_answers(
    session: AsyncSession,
    office_id: int,
    filled: Sequence[Filled],
    as_shown: Callable[[str], str],
    by: str,
    now: datetime,
    *,
    dry_run: bool = False,
) -> AnswersEntered:
    """Enter what units wrote, one answer for each ticket; what stands in the books already changes nothing.

    ``as_shown`` is how the ledger shows an answer: what comes back as it was written out was not filled by the unit.
    Raises :class:`AnswersRefusedError`, with nothing entered, for a number that the books do not know or a text that
    is too long.
    """
    answered, unchanged, refused = [], [], []
    for ticket, rows in await _tickets(session, office_id, filled, as_shown):
        had = as_shown(ticket.answer)
        new = list(dict.fromkeys(one.text for one in rows if one.text != had))
        text = _JOINED.join(new)
        if not new or text == had:
            unchanged.append(ticket.number)
            continue
        try:
            state_after(ticket.number, ticket.state, TicketMove.ANSWERED)
            if not dry_run:
                await answer(session, ticket, text, by, now)
        except TicketError as error:
            refused.append(f"{rows[0].place}：{error}")
        else:
            answered.append((ticket.number, text))
    return AnswersEntered(tuple(answered), tuple(unchanged), tuple(refused))


async def _tickets(
    session: AsyncSession, office_id: int, filled: Sequence[Filled], as_shown: Callable[[str], str]
) -> list[tuple[Ticket, list[Filled]]]:
    """The tickets of the rows with what was written in them, as the ledger would show it."""
    by_number: dict[str, list[Filled]] = {}
    for one in filled:
        by_number.setdefault(one.number.upper(), []).append(one)
    found, problems = [], []
    for number, rows in by_number.items():
        written = sum(len(text) for text in {one.text for one in rows})
        if written > LONGEST:
            problems.append(f"{rows[0].place}：{shown(number)}的整改情况超过{LONGEST}字，请精简。")
        try:
            shown_rows = [Filled(one.number, as_shown(one.text), one.place) for one in rows]
            found.append((await the_ticket(session, office_id, number), shown_rows))
        except TicketError as error:
            problems.append(f"{rows[0].place}：{error}")
    if problems:
        raise AnswersRefusedError(problems)
    return found
