"""Commands that are imported when they are run.

``govwatch --help`` imports none of them, and ``govwatch scan`` nothing that only other commands need.
"""

from functools import cached_property
from importlib import import_module
from typing import Any

import typer
import typer.main
from typer.core import TyperCommand


class Later(TyperCommand):
    """A command, or a group of them, known by its name and a sentence until it is run.

    ``place`` is ``module:attribute`` in this package, of a function or of a :class:`typer.Typer`.
    """

    def __init__(self, name: str, place: str, sentence: str) -> None:
        super().__init__(name, help=sentence, rich_markup_mode=None)
        self._known_as, self._place = name, place

    @cached_property
    def loaded(self) -> Any:
        """The command itself."""
        module, _, attribute = self._place.partition(":")
        found = getattr(import_module(f"{__package__}.{module}"), attribute)
        shell = typer.Typer(add_completion=False, rich_markup_mode=None)
        if isinstance(found, typer.Typer):
            shell.add_typer(found, name=self._known_as)
        else:
            shell.command(self._known_as)(found)
        return typer.main.get_group(shell).commands[self._known_as]

    def make_context(self, *arguments: Any, **extra: Any) -> Any:
        """Parse the arguments as the command itself does, which then runs."""
        return self.loaded.make_context(*arguments, **extra)
