"""Who answers for a finding: the unit of the target, or the one of the column (栏目) that all of it lies in.

On a portal the columns belong to many units (责任单位), and an order must reach the one that can repair.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from checks.vocabulary import Severity
from registry.models import ColumnRow, FindingRow, Unit


@dataclass(frozen=True, slots=True)
class _Area:
    """What a column covers: its own address, and the pages below its folder unless that is the whole host."""

    host: str
    address: str
    folder: str
    unit: Unit

    def holds(self, host: str, address: str) -> bool:
        """Whether a page lies in the column."""
        within = self.folder != "/" and address.startswith(self.folder)
        return host == self.host and (address == self.address or within)


class Answering:
    """Who answers for the columns of an office's sites, where that is not the unit of the site."""

    def __init__(self, columns: Sequence[tuple[ColumnRow, Unit]]) -> None:
        areas: dict[str, list[_Area]] = {}
        for row, unit in columns:
            host, address = _place_of(row.url)
            areas.setdefault(row.target_id, []).append(_Area(host, address, _folder_of(address), unit))
        self._areas: Mapping[str, list[_Area]] = {
            target_id: sorted(there, key=lambda one: -len(one.folder)) for target_id, there in areas.items()
        }

    def unit_of(self, finding: FindingRow, unit: Unit) -> Unit:
        """Who answers for a finding on a target of ``unit``. A veto on the whole site stays with the site."""
        areas = self._areas.get(finding.target_id)
        if not areas or finding.on_home:
            return unit
        if finding.severity is Severity.VETO or not finding.places:
            pages = [finding.about]
        else:
            pages = [str(place[0]) for place in finding.places]
        units = {one.id: one for one in (_unit_at(page, areas) or unit for page in pages)}
        return next(iter(units.values())) if len(units) == 1 else unit

    def unit_at(self, target_id: str, url: str, unit: Unit) -> Unit:
        """Who answers for what lies at an address of a target of ``unit``: that of the column there, if it has one."""
        return _unit_at(url, self._areas.get(target_id, ())) or unit


async def answering(session: AsyncSession, office_id: int) -> Answering:
    """Who answers for the columns of an office's sites."""
    query = (
        select(ColumnRow, Unit)
        .join(Unit, col(Unit.id) == ColumnRow.unit_id)
        .where(ColumnRow.office_id == office_id)
        .order_by(col(ColumnRow.id))
    )
    return Answering([(row, unit) for row, unit in await session.exec(query)])


def _unit_at(page: str, areas: Sequence[_Area]) -> Unit | None:
    host, address = _place_of(page)
    return next((one.unit for one in areas if one.holds(host, address)), None)


def _place_of(url: str) -> tuple[str, str]:
    """Host and address on it. The http and the https address of a page are one; what is no address is nowhere."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", url
    return (parts.netloc or "").lower(), (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _folder_of(address: str) -> str:
    path, query, _ = address.partition("?")
    return "/" if query else path.rpartition("/")[0] + "/"
