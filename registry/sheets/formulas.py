"""Cells that a spreadsheet program would run as formulas: made harmless on the way out, plain again on the way in."""

import re

_DANGEROUS = re.compile(r"'*[=+\-@\t\r]")
_PROTECTED = re.compile(r"'+[=+\-@\t\r]")


def protect(cell: str) -> str:
    """The cell as it is written: an apostrophe before what begins like a formula."""
    return "'" + cell if _DANGEROUS.match(cell) else cell


def unprotect(cell: str) -> str:
    """The cell as it was meant: without the apostrophe of :func:`protect`."""
    return cell[1:] if _PROTECTED.match(cell) else cell
