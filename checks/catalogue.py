"""The indicator catalogue: every threshold, legal basis, word and remedy, read from TOML files.

One file describes one indicator; its name is the indicator's id. The folder it lies in is its layer: ``product``,
``national-2019``, ``jiangxi`` and ``yichun`` ship with Govwatch. A later layer overrides single fields of an earlier
one, down to one threshold, and its ``layer.toml`` single fields of ``catalogue.toml``. No threshold lives in code, and
every entry says whether its figures were verified against the official text.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from checks.errors import ToldError
from checks.general import General, HealthScale, Layer, Scheme, VetoItem, Weight
from checks.indicator import Basis, Bonus, ClassPoints, Indicator, Points, State, Words
from checks.vocabulary import Severity, TargetKind

__all__ = [
    "HOME",
    "LAYERS",
    "Basis",
    "Bonus",
    "Catalogue",
    "CatalogueError",
    "ClassPoints",
    "General",
    "HealthScale",
    "Indicator",
    "Layer",
    "Points",
    "Scheme",
    "State",
    "VetoItem",
    "Weight",
    "Words",
    "load_catalogue",
]

HOME = Path(__file__).parent / "indicators"
LAYERS = ("product", "national-2019", "jiangxi", "yichun")

_LAYER = "layer.toml"
_OWN = "product"

Model = TypeVar("Model", bound=BaseModel)
Fields = dict[str, Any]


class CatalogueError(ToldError):
    """An entry of the catalogue is wrong. The message names the file, the line and what would be right."""


class Catalogue(Mapping[str, Indicator]):
    """All indicators by id, and the version that is stored with every grade."""

    def __init__(
        self, indicators: Mapping[str, Indicator], general: General, layers: Mapping[str, Layer] | None = None
    ) -> None:
        self._indicators = dict(sorted(indicators.items()))
        self.least_coverage = general.least_coverage
        self.needs_one_of = frozenset(general.needs_one_of)
        self.veto_items = general.veto_items
        self.grading = general.grading
        self.health = general.health
        self.words = general.formalism.office
        self.layers = dict(layers or {})
        whole = [general.least_coverage, sorted(general.needs_one_of), _plain(general.grading), _plain(general.health)]
        if own := self.words.as_bytes():
            whole.append(own.decode())
        text = json.dumps([_in_order(one) for one in self._indicators.values()] + whole, sort_keys=True)
        named = "+".join(name for name in self.layers if name != _OWN) or _OWN
        self.version = f"{named}/{hashlib.sha256(text.encode()).hexdigest()[:8]}"

    def __getitem__(self, indicator: str) -> Indicator:
        return self._indicators[indicator]

    def __iter__(self) -> Iterator[str]:
        return iter(self._indicators)

    def __len__(self) -> int:
        return len(self._indicators)

    def vetoes_of(self, kind: TargetKind, on: date | None = None) -> tuple[str, ...]:
        """The veto indicators that a machine judges on targets of this kind, in force on a day where one is given."""
        return tuple(one.id for one in self._of(kind, on) if one.severity is Severity.VETO and one.manual is None)

    def manual_vetoes_of(self, kind: TargetKind, on: date | None = None) -> tuple[str, ...]:
        """The veto indicators that only a person judges on targets of this kind."""
        return tuple(one.id for one in self._of(kind, on) if one.severity is Severity.VETO and one.manual is not None)

    def scored_for(self, kind: TargetKind, on: date | None = None) -> tuple[str, ...]:
        """The indicators that cost points on targets of this kind: none where the kind is not scored."""
        if kind not in self.grading.scored:
            return ()
        return tuple(one.id for one in self._of(kind, on) if one.points is not None)

    def bonuses_for(self, kind: TargetKind, on: date | None = None) -> tuple[str, ...]:
        """The indicators that earn points on targets of this kind: none where the kind is not scored."""
        if kind not in self.grading.scored:
            return ()
        return tuple(one.id for one in self._of(kind, on) if one.bonus is not None)

    def _of(self, kind: TargetKind, on: date | None) -> Iterator[Indicator]:
        for one in self.values():
            if kind in one.applies_to and (on is None or one.is_in_force(on)):
                yield one


def _in_order(one: Indicator) -> Fields:
    """An entry as plain data; its sets in order, so that the same catalogue has the same version everywhere."""
    return _plain(one) | {"applies_to": sorted(one.applies_to), "settings": sorted(one.settings)}


def _plain(part: BaseModel) -> Fields:
    fields = part.model_dump(mode="json")
    return {name: sorted(value) if name == "scored" else value for name, value in fields.items()}


# -- reading ------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Read:
    """The fields of one thing, put together from the files of the layers that speak of it, the last one last."""

    fields: Fields = field(default_factory=dict)
    files: list[tuple[Path, Fields]] = field(default_factory=list)

    def add(self, path: Path, fields: Fields) -> None:
        self.fields = _merged(self.fields, fields)
        self.files.append((path, fields))

    def where(self, names: Iterable[str]) -> str:
        """File and line of a field: in the last file that has it, else in the last one."""
        path = list(names)
        for file, fields in reversed(self.files):
            if path and path[0] in fields:
                return f"{file}:{_line_of(file, path)}"
        return f"{self.files[-1][0]}:1"


@cache
def load_catalogue(home: Path = HOME, layers: tuple[str, ...] = LAYERS, own: Path | None = None) -> Catalogue:
    """Read the layers in order. Raises :class:`CatalogueError` for the first wrong entry.

    ``own`` is a folder with layers of an office: a layer that lies there is read from there, any other from ``home``.
    """
    entries: dict[str, _Read] = {}
    general = _Read()
    general.add(home / "catalogue.toml", _read(home / "catalogue.toml"))
    named: dict[str, Layer] = {}
    for layer in layers:
        for path in sorted(_folder(layer, home, own).glob("*.toml")):
            fields = _read(path)
            if path.name == _LAYER:
                general.add(path, fields.pop("general", {}))
                named[layer] = _validated(Layer, _alone(path, fields))
            else:
                entries.setdefault(path.stem, _Read()).add(path, fields | {"id": path.stem, "layer": layer})
                named.setdefault(layer, Layer(title=Words(zh=layer, en=layer)))
    indicators = {name: _validated(Indicator, read) for name, read in entries.items()}
    whole = _validated(General, general)
    _require_known(whole, general, indicators, entries)
    return Catalogue(indicators, whole, {name: named[name] for name in layers if name in named})


def _alone(path: Path, fields: Fields) -> _Read:
    return _Read(fields, [(path, fields)])


def _folder(layer: str, home: Path, own: Path | None) -> Path:
    """Where a layer lies."""
    places = [place / layer for place in (own, home) if place is not None]
    found = next((place for place in places if place.is_dir()), None)
    if found is None:
        raise CatalogueError(f"{places[0]}: there is no such layer of the catalogue; name a folder with entries")
    return found


def _read(path: Path) -> Fields:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path}: not readable as TOML: {error}") from None


def _merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> Fields:
    """Fields with those of a later layer over them, tables field by field."""
    both = dict(old)
    for name, value in new.items():
        had = both.get(name)
        both[name] = _merged(had, value) if isinstance(had, dict) and isinstance(value, dict) else value
    return both


def _validated(model: type[Model], read: _Read) -> Model:
    try:
        return model.model_validate(read.fields)
    except ValidationError as error:
        first = error.errors()[0]
        names = [str(part) for part in first["loc"]]
        said = f"{'.'.join(names)}: {first['msg']}" if names else first["msg"].removeprefix("Value error, ")
        raise CatalogueError(f"{read.where(names or said.split(':')[:1])}: {said}") from None


def _require_known(
    whole: General, general: _Read, indicators: Mapping[str, Indicator], entries: Mapping[str, _Read]
) -> None:
    """Whatever names an indicator names one that is there, and a person reads only for what is ``manual``."""
    for item in whole.veto_items:
        for name in (*item.judged_by, *item.read_for):
            if name not in indicators:
                _refuse(general, "veto_items", f"veto item {item.title}: there is no indicator {name}")
            elif (indicators[name].manual is not None) is not (name in item.read_for):
                _refuse(general, "veto_items", f"veto item {item.title}: {name} stands in the wrong list")
    for one in indicators.values():
        if strange := [name for name in one.not_with if name not in indicators]:
            _refuse(entries[one.id], "not_with", f"not_with: there is no indicator {strange[0]}")


def _refuse(read: _Read, field_: str, why: str) -> None:
    raise CatalogueError(f"{read.where([field_])}: {why}")


_HEADER = re.compile(r"\[{1,2}\s*([^\]]+?)\s*\]{1,2}\s*(?:#.*)?")
_KEY = re.compile(r"([\w\"'.-]+)\s*=")


def _line_of(path: Path, names: list[str]) -> int:
    """The line where a field stands, or the nearest table above it that is written down; 1 when there is none."""
    wanted = [name for name in names if not name.isdigit()]
    best, line = 0, 1
    table: list[str] = []
    for number, text in enumerate(path.read_text("utf-8").splitlines(), 1):
        stripped = text.strip()
        if header := _HEADER.fullmatch(stripped):
            table = _parts(header[1])
            here = table
        elif key := _KEY.match(stripped):
            here = [*table, *_parts(key[1])]
        else:
            continue
        if len(here) > best and wanted[: len(here)] == here:
            best, line = len(here), number
    return line


def _parts(dotted: str) -> list[str]:
    return [part.strip().strip("\"'") for part in dotted.split(".")]
