"""The five sheets of the register workbook, with their columns in the order of the office; and the simple sheet."""

from collections.abc import Mapping
from enum import StrEnum

from registry.sheets.headings import Column
from registry.sheets.terms import plain


class SheetKind(StrEnum):
    """What the rows of a sheet are about. The value is the name we write."""

    UNITS = "单位"
    SITES = "网站"
    COLUMNS = "栏目"
    ACCOUNTS = "新媒体"
    OTHERS = "应用与群"
    SIMPLE = "台账"  # targets of every kind in one table: a CSV file, or a workbook of one sheet


C = Column

COLUMNS: Mapping[SheetKind, tuple[Column, ...]] = {
    SheetKind.UNITS: (
        *(C.CODE, C.UNIT, C.SHORT_NAME, C.NATURE, C.TIER, C.POSITION, C.SUPERVISOR, C.LEADER, C.CONTACT, C.DEPUTY),
        *(C.PHONE, C.MAILBOX, C.MESSENGER, C.SCOPE),
    ),
    SheetKind.SITES: (
        *(C.SITE_CODE, C.NAME, C.FORM, C.KIND, C.ADDRESS, C.PREFIX, C.OTHER_DOMAINS, C.UNIT, C.OPERATOR),
        *(C.CONSOLIDATED, C.ICP, C.POLICE, C.BADGE, C.BADGE_UNTIL, C.PROTECTION, C.PROTECTION_ON, C.IPV6, C.HTTPS),
        *(C.SERVES, C.AUTHORISATION, C.ALLOWED, C.REBUILT_FROM, C.REBUILT_UNTIL, C.MIGRATED, C.STATE, C.APPROVAL),
        *(C.NOTE, C.ID),
    ),
    SheetKind.COLUMNS: (
        *(C.SITE_CODE, C.NAME, C.ADDRESS, C.LEVEL, C.KIND, C.PERIOD, C.PERIOD_BASIS, C.UNIT, C.CONTACT),
        *(C.MUST_UPDATE, C.ARCHIVED_ON, C.ARCHIVED_WHY, C.APPROVED_BY, C.APPROVED_ON),
        C.ID,
    ),
    SheetKind.ACCOUNTS: (
        *(C.PLATFORM, C.SUBTYPE, C.NAME, C.ACCOUNT, C.UNIT, C.VERIFIED_AS, C.OPENED, C.REPORTED, C.PERIOD),
        *(C.INTERACTION, C.FEED, C.LAST_SEEN, C.SOURCE, C.STATE),
        *(C.ADDRESS, C.NOTE, C.ID),
    ),
    SheetKind.OTHERS: (
        *(C.KIND, C.NAME, C.FILING, C.FILING_STATE, C.AUDIENCE, C.UNIT, C.USERS, C.ACTIVE_USERS, C.PROPOSAL),
        *(C.REPLY, C.DEADLINE),
        *(C.PLATFORM, C.ACCOUNT, C.ADDRESS, C.FEED, C.STATE, C.NOTE, C.ID),
    ),
    SheetKind.SIMPLE: (
        *(C.ID, C.UNIT, C.KIND, C.NAME, C.ADDRESS, C.SITE_CODE, C.PLATFORM, C.ACCOUNT, C.FEED, C.PREFIX),
        *(C.POSITION, C.CONTACT, C.PHONE, C.MAILBOX, C.NATURE, C.SUPERVISOR, C.SCOPE, C.STATE, C.NOTE),
    ),
}
"""What is written of each kind of sheet: the columns of the office in its order, then those that make it whole."""

UNIT_COLUMNS = tuple(column for column in COLUMNS[SheetKind.UNITS] if column is not C.UNIT)
"""What is said of a unit."""

SAID_BESIDE_TARGETS = (C.NATURE, C.POSITION, C.SUPERVISOR, C.CONTACT, C.PHONE, C.MAILBOX, C.SCOPE)
"""Of these, what is read in the rows of targets as well: the rest means something else there."""

REQUIRED: Mapping[SheetKind, tuple[Column, ...]] = {
    SheetKind.UNITS: (C.UNIT,),
    SheetKind.SITES: (C.UNIT, C.NAME, C.ADDRESS),
    SheetKind.COLUMNS: (C.NAME, C.ADDRESS),
    SheetKind.ACCOUNTS: (C.UNIT, C.NAME, C.PLATFORM),
    SheetKind.OTHERS: (C.UNIT, C.KIND, C.NAME),
    SheetKind.SIMPLE: (C.UNIT, C.KIND, C.NAME),
}
"""Columns without which a sheet says nothing."""

_RENAMED = {
    (SheetKind.UNITS, C.UNIT): "全称",
    (SheetKind.UNITS, C.CONTACT): "经办人A角",
    (SheetKind.SITES, C.KIND): "门户/部门",
    (SheetKind.SITES, C.ADDRESS): "主域名",
    (SheetKind.SITES, C.UNIT): "主办单位",
    (SheetKind.COLUMNS, C.SITE_CODE): "网站标识码",
    (SheetKind.COLUMNS, C.UNIT): "责任单位",
    (SheetKind.COLUMNS, C.ID): "网站编号",
    (SheetKind.ACCOUNTS, C.ACCOUNT): "ID/biz",
    (SheetKind.ACCOUNTS, C.UNIT): "主办单位",
    (SheetKind.OTHERS, C.UNIT): "主办单位",
}
_TARGETS = (SheetKind.SITES, SheetKind.ACCOUNTS, SheetKind.OTHERS, SheetKind.SIMPLE)
_OF_TARGETS = frozenset({*SAID_BESIDE_TARGETS, *(column for kind in _TARGETS for column in COLUMNS[kind])})
_NAMES = {
    SheetKind.UNITS: ("单位表", "单位名录", "单位信息", "units", "organisations"),
    SheetKind.SITES: ("网站表", "网站名录", "政府网站", "网站信息", "sites", "websites"),
    SheetKind.COLUMNS: ("栏目表", "网站栏目", "栏目名录", "columns"),
    SheetKind.ACCOUNTS: ("新媒体表", "政务新媒体", "新媒体账号", "账号", "accounts", "new media"),
    SheetKind.OTHERS: ("应用", "应用和群", "应用及群", "APP与群", "apps", "apps and groups"),
    SheetKind.SIMPLE: ("register",),
}
_BY_NAME = {plain(name): kind for kind, names in _NAMES.items() for name in (kind, *names)}


def kind_of_sheet(name: str) -> SheetKind | None:
    """What a sheet of that name is about, or None."""
    return _BY_NAME.get(plain(name))


def heading_of(kind: SheetKind, column: Column) -> str:
    """The heading we write for a column on a kind of sheet."""
    return _RENAMED.get((kind, column), column)


def columns_read(kind: SheetKind) -> frozenset[Column]:
    """The columns that have a meaning on a kind of sheet. Any other is kept by its heading."""
    if kind in {SheetKind.UNITS, SheetKind.COLUMNS}:
        return frozenset(COLUMNS[kind])
    return _OF_TARGETS
