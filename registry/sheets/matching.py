"""Which target of the register a row of a file is about."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from checks.vocabulary import TargetKind
from registry.models import TargetState
from registry.sheets.fields import TargetFields, fields_of, merged, place_of
from registry.sheets.headers import Column
from registry.sheets.problems import CellProblem
from registry.sheets.rows import RegisterRow
from registry.targets import Entry, describe


class Matcher:
    """Finds targets by id, then 标识码, then account, then unit and address; and says when these disagree."""

    def __init__(self, existing: Sequence[Entry], rows: Sequence[RegisterRow]) -> None:
        self.warnings: list[str] = []
        self._by_id = {entry.target.id: entry for entry in existing}
        self._by_code: dict[str, list[Entry]] = defaultdict(list)
        self._by_account: dict[str, list[Entry]] = defaultdict(list)
        self._by_address: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        for entry in existing:
            self._index(entry)
        self._rows_of_code = Counter(row.site_code for row in rows if row.kind is not TargetKind.CHANNEL)
        self._rows_of_address = Counter((row.unit, place_of(row.url or "")) for row in rows if row.kind.is_site)

    def find(self, row: RegisterRow) -> Entry | CellProblem | None:
        """The target of the row, None for a new one, or why that cannot be told."""
        named = self._by_id.get(row.id)
        if named and not _is_live(named) and row.state in {None, TargetState.DEREGISTERED}:
            return named
        found = _distinct([*self._of_code(row), *self._of_account(row), *self._of_address(row)])
        if not row.id and len(found) > 1:
            both = "和".join(describe(entry) for entry in found)
            return _problem(row, "", f"本行同时像是{both}", "请填写其中一个的编号")
        if not row.id:
            return found[0] if found else None
        others = [entry for entry in found if entry is not named and _is_live(entry)]
        if others:
            why = f"本行像是{describe(others[0])}"
            return _problem(row, row.id, why, f"请改填{others[0].target.id}，或更正本行")
        return named

    def _index(self, entry: Entry) -> None:
        known = fields_of(entry)
        if known.site_code and known.kind is not TargetKind.CHANNEL:
            self._by_code[known.site_code].append(entry)
        if known.kind.is_site:
            self._by_address[known.unit, place_of(known.url)].append(entry)
        else:
            self._by_account[known.origin_key].append(entry)

    def _of_code(self, row: RegisterRow) -> list[Entry]:
        """Path sites and channels inherit the code of their host: it tells a target only where it stands alone."""
        code = row.site_code
        if not code or row.kind is TargetKind.CHANNEL or self._rows_of_code[code] > 1:
            return []
        found = _live(self._by_code[code])
        if len(found) != 1:
            return []
        target = found[0].target
        if row.id == target.id or row.name == target.name or place_of(row.url or "") == place_of(target.url):
            return found
        self.warnings.append(
            f"{row.where}的标识码与{describe(found[0])}相同，但名称和网址都不同，按另一个对象处理；如是同一个，请填写编号"
        )
        return []

    def _of_account(self, row: RegisterRow) -> list[Entry]:
        return [] if row.kind.is_site else _live(self._by_account[_new(row).origin_key])

    def _of_address(self, row: RegisterRow) -> list[Entry]:
        if not row.kind.is_site:
            return []
        key = (row.unit, place_of(row.url or ""))
        found = _live(self._by_address[key])
        same = [entry for entry in found if entry.target.prefix == _new(row).prefix]
        if same or row.id or self._rows_of_address[key] > 1 or len(found) != 1:
            return same
        return found if not row.prefix or row.name == found[0].target.name else []


def _problem(row: RegisterRow, value: str, why: str, right: str) -> CellProblem:
    return CellProblem(row.number, Column.ID, value, why, right, row.sheet)


def _new(row: RegisterRow) -> TargetFields:
    return merged(row, None, full=False)


def _live(entries: Sequence[Entry]) -> list[Entry]:
    """Those not deregistered; if all are, all."""
    return [entry for entry in entries if _is_live(entry)] or list(entries)


def _is_live(entry: Entry) -> bool:
    return entry.target.state is not TargetState.DEREGISTERED


def _distinct(entries: Sequence[Entry]) -> list[Entry]:
    return list({entry.target.id: entry for entry in _live(entries)}.values())
