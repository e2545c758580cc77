"""The decorator that makes a function a check, and the door through which checks come in.

A check is a plain function of two parameters: the evidence it judges and the :class:`~checks.evidence.Case`. The type
of the first says what it wants. A check of a :class:`~checks.evidence.Page` is called for every page, one of a
:class:`~checks.evidence.Prose` for every article and for what a site repeats on its pages; they yield faults. Every
other check is called once a target and returns a judgement::

    @check("site.title-missing")
    def title_missing(page: Page, case: Case) -> Iterator[Fault]:
        if not page.title:
            yield Fault(Place(page.url))

Checks are found through the entry-point group ``govwatch.checks``, ours as well as those of other packages. An entry
names a module or a package; every check in it, or in a module below it, is taken.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import entry_points
from types import ModuleType
from typing import Any, TypeVar, get_type_hints

from checks.errors import ToldError
from checks.evidence import (
    AccountFacts,
    Asides,
    Case,
    HostHeaders,
    Ipv6,
    LinkSurvey,
    Page,
    Prose,
    Reach,
    Rendered,
    SiteFacts,
    Transport,
)
from checks.finding import Fault, Judgement

ENTRY_POINTS = "govwatch.checks"

EVIDENCE: tuple[type, ...] = (
    Page,
    Prose,
    LinkSurvey,
    Reach,
    Transport,
    HostHeaders,
    Ipv6,
    SiteFacts,
    AccountFacts,
    Rendered,
    Asides,
)
"""The kinds of evidence a check may ask for as its first parameter."""

Function = TypeVar("Function", bound=Callable[..., Iterable[Fault] | Judgement])


class CheckError(ToldError):
    """A check is not written as a check must be. The message says which and what is wrong."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check: the indicator it judges, the evidence it wants, and the function."""

    indicator: str
    wants: type
    function: Callable[[Any, Case], Any]

    def __call__(self, evidence: Any, case: Case) -> Any:
        """Call the function, as if it were not decorated."""
        return self.function(evidence, case)


def check(indicator: str) -> Callable[[Function], Check]:
    """Make a function the check of ``indicator``. Raises :class:`CheckError` when its first parameter fits nothing."""

    def decorate(function: Function) -> Check:
        names = list(inspect.signature(function).parameters)
        hints = get_type_hints(function)
        wants = hints.get(names[0]) if names else None
        if wants not in EVIDENCE or len(names) != 2:
            kinds = ", ".join(kind.__name__ for kind in EVIDENCE)
            raise CheckError(
                f"{function.__module__}.{function.__qualname__}: a check takes (evidence, case), "
                f"and the evidence is one of {kinds}"
            )
        return Check(indicator, wants, function)

    return decorate


def load_checks() -> tuple[Check, ...]:
    """All checks behind the entry points, sorted by indicator. Raises :class:`CheckError` on two for one indicator."""
    found: dict[str, Check] = {}
    for entry in sorted(entry_points(group=ENTRY_POINTS), key=lambda entry: entry.name):
        for one in _checks_in(entry.load()):
            if one.indicator in found and found[one.indicator] is not one:
                raise CheckError(f"two checks claim the indicator {one.indicator} (entry point {entry.name})")
            found[one.indicator] = one
    if not found:
        raise CheckError(f"no checks are installed under {ENTRY_POINTS}: run `make install` in the checkout")
    return tuple(found[name] for name in sorted(found))


def _checks_in(module: ModuleType) -> Iterator[Check]:
    for part in (module, *_modules_below(module)):
        yield from (value for value in vars(part).values() if isinstance(value, Check))


def _modules_below(module: ModuleType) -> Iterator[ModuleType]:
    for info in pkgutil.walk_packages(getattr(module, "__path__", ()), module.__name__ + "."):
        yield importlib.import_module(info.name)
