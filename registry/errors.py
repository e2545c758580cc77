"""What can go wrong with the books, in sentences for people: what, where, what to do."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from registry.planning import ImportPlan


class BooksError(Exception):
    """Base of all errors of the books. ``str(error)`` is one clear sentence."""


class DatabaseError(BooksError):
    """The database is missing, unwritable, damaged, full, locked, or of another version."""


class SheetError(BooksError):
    """A register file cannot be read as a table at all."""


class ImportRefusedError(BooksError):
    """An import that was not done. ``plan`` holds all its problems."""

    def __init__(self, plan: "ImportPlan") -> None:
        self.plan = plan
        if plan.problems:
            cells = "1 cell" if len(plan.problems) == 1 else f"{len(plan.problems)} cells"
            super().__init__(f"nothing was imported: {cells} cannot be taken, first {plan.problems[0]}")
        else:
            super().__init__(f"nothing was imported: {plan.refusal}")


class TargetError(BooksError):
    """An argument names no target, or more than one. The message lists the choices."""


class StaleToken(BooksError):  # noqa: N818 - it is the token that is stale
    """The lease of an origin has passed to another: what was seen under the old one is not entered."""
