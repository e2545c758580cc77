"""What can go wrong with the books, in sentences for people: what, where, what to do."""

from checks.errors import ToldError


class BooksError(ToldError):
    """Base of all errors of the books. ``str(error)`` is one clear sentence."""


class DatabaseError(BooksError):
    """The database is missing, unwritable, damaged, full, locked, or of another version."""


class SheetError(BooksError):
    """A register file cannot be read as a table at all."""


class TargetError(BooksError):
    """An argument names no target, or more than one. The message lists the choices."""


class StaleToken(BooksError):  # noqa: N818 - it is the token that is stale
    """The lease of an origin has passed to another: what was seen under the old one is not entered."""


class TicketError(BooksError):
    """A move that a finding or a ticket cannot make, or an argument that names none. In Chinese: the clerk reads it."""
