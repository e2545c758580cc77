"""What a target is to be by a row of a file, brought together with what it is."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import partial
from typing import Any

from checks.vocabulary import TargetKind
from registry.addresses import read_address
from registry.models import OriginKind, Target, TargetState
from registry.sheets.headings import Column
from registry.sheets.rows import RegisterRow
from registry.sheets.terms import kind_word
from registry.targets import Entry


@dataclass(frozen=True, slots=True)
class TargetFields:
    """All that a register says of a target. The unit is named; it may still have to be made."""

    unit: str
    kind: TargetKind
    name: str
    url: str = ""
    host: str = ""
    prefix: str = "/"
    site_code: str = ""
    platform: str = ""
    account: str = ""
    feed: str = ""
    state: TargetState = TargetState.ACTIVE
    note: str = ""
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def origin_kind(self) -> OriginKind:
        """What the target is looked at as."""
        return OriginKind.HOST if self.kind.is_site else OriginKind.ACCOUNT

    @property
    def origin_key(self) -> str:
        """What is looked at once: the host, or the account by its id, else by its feed, its address or its name."""
        if self.kind.is_site:
            return self.host
        platform = self.platform or self.kind
        if self.account:
            return f"{platform}:{self.account}"
        for what, value in (("feed", self.feed), ("url", place_of(self.url))):
            if value:
                return f"{platform}:{what}-{_short(value)}"
        return f"{platform}:name-{_short(self.unit, self.name)}"

    @property
    def scope(self) -> str:
        """What the target is: the part of a host, or the account. An id is minted from it."""
        return f"{self.host}{self.prefix}" if self.kind.is_site else self.origin_key


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that an import changes. ``field`` is the heading of its column."""

    field: str
    old: str
    new: str


_OF_TARGET = tuple(one.name for one in fields(TargetFields) if one.name != "unit")
"""The fields that a target has by the same name. The unit is a row of its own."""

_HEADINGS = {
    "unit": Column.UNIT,
    "kind": Column.KIND,
    "name": Column.NAME,
    "url": Column.ADDRESS,
    "prefix": Column.PREFIX,
    "site_code": Column.SITE_CODE,
    "platform": Column.PLATFORM,
    "account": Column.ACCOUNT,
    "feed": Column.FEED,
    "state": Column.STATE,
    "note": Column.NOTE,
}
"""The fields whose changes are told, by name. The host is part of the address."""


def fields_of(entry: Entry) -> TargetFields:
    """What the register says now."""
    return TargetFields(unit=entry.unit.name, **{name: getattr(entry.target, name) for name in _OF_TARGET})


def merged(row: RegisterRow, old: TargetFields | None, *, full: bool) -> TargetFields:
    """What a target is to be. An empty cell leaves what is known; when the file is the ``full`` register, it empties.

    A column that the file does not have leaves what is known in both cases.
    """

    def said(cell: str | None, known: str) -> str:
        return cell or ("" if full and cell is not None else known)

    base = old or TargetFields(row.unit, row.kind, row.name)
    new = partial(
        TargetFields,
        unit=row.unit,
        kind=row.kind,
        name=row.name,
        site_code=said(row.site_code, base.site_code),
        note=said(row.note, base.note),
        state=_state(row, base, full=full),
        details=merged_details(row.details, base.details, full=full),
    )
    if row.kind.is_site:
        address = read_address(row.url or "")
        prefix = row.prefix or _known_prefix(row, base, address.place, full=full) or address.prefix
        return new(url=address.url, host=address.host, prefix=prefix)
    return new(
        url=said(row.url, base.url),
        platform=said(row.platform, base.platform),
        account=said(row.account, base.account),
        feed=said(row.feed, base.feed),
    )


def merged_details(said: Mapping[str, str], known: Mapping[str, str], *, full: bool) -> dict[str, str]:
    """Cells by heading brought together as :func:`merged` does: an empty cell leaves, or empties when ``full``."""
    details = dict(known)
    for heading, text in said.items():
        if text:
            details[str(heading)] = text
        elif full:
            details.pop(heading, None)
    return details


def changes_between(old: TargetFields, new: TargetFields) -> tuple[Change, ...]:
    """Column by column, what differs."""
    pairs = [(heading, getattr(old, name), getattr(new, name)) for name, heading in _HEADINGS.items()]
    changes = [Change(heading, _word(before), _word(after)) for heading, before, after in pairs if before != after]
    return (*changes, *changed_details(old.details, new.details))


def changed_details(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Change, ...]:
    """Heading by heading, what differs."""
    if old == new:
        return ()
    headings = [*old, *(heading for heading in new if heading not in old)]
    pairs = [(heading, old.get(heading, ""), new.get(heading, "")) for heading in headings]
    return tuple(Change(heading, before, after) for heading, before, after in pairs if before != after)


def place_of(url: str) -> str:
    """What tells one address from another, without scheme and index page; empty for no address."""
    return read_address(url).place if url else ""


def columns_of(new: TargetFields) -> dict[str, Any]:
    """The fields as columns of a target. The unit and the origin are rows of their own."""
    return {name: getattr(new, name) for name in _OF_TARGET} | {"details": dict(new.details)}


def fill(target: Target, new: TargetFields) -> None:
    """Write the fields into a target."""
    for name, value in columns_of(new).items():
        setattr(target, name, value)


def _known_prefix(row: RegisterRow, base: TargetFields, place: str, *, full: bool) -> str:
    """The prefix that stays, because the row speaks of the same address and says none."""
    emptied = full and row.prefix is not None
    return base.prefix if place_of(base.url) == place and not emptied else ""


def _state(row: RegisterRow, base: TargetFields, *, full: bool) -> TargetState:
    if row.state is not None:
        return row.state
    return TargetState.ACTIVE if full and base.state is TargetState.DEREGISTERED else base.state


def _word(value: str) -> str:
    return kind_word(value) if isinstance(value, TargetKind) else str(value)


def _short(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
