"""Any one table of a file, CSV or workbook: the sheet of a vendor, whose headings the caller knows."""

from collections.abc import Callable, Sequence

from registry.sheets.tables import NoHeaderError, Table, read_table
from registry.sheets.workbook.package import is_workbook
from registry.sheets.workbook.reading import Workbook


def read_plain(data: bytes, is_header: Callable[[Sequence[str]], bool]) -> Table:
    """The first table with such a header. Raises :class:`~registry.errors.SheetError` where there is none."""
    if not is_workbook(data):
        return read_table(data, is_header)
    workbook = Workbook(data)
    for name in workbook.names:
        try:
            table = workbook.table(name, is_header)
        except NoHeaderError:
            continue
        if table is not None:
            return table
    raise NoHeaderError
