"""What is doubtful in the register: said twice, missing, or not as the rules of domain names have it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from checks.vocabulary import TargetKind
from registry.models import Scope, TargetState
from registry.sheets.cells import SITE_CODE
from registry.sheets.choices import Subtype, UnitNature
from registry.sheets.headings import Column
from registry.sheets.terms import platform_word
from registry.targets import Entry

_GOVERNMENT_DOMAINS = (".gov.cn", ".xn--zfr164b")  # .政务
_INSTITUTION_DOMAINS = (".cn", ".xn--55qw42g")  # .公益


@dataclass(frozen=True, slots=True)
class RegisterWarning:
    """Something doubtful in the register, and the targets it is about. ``is_advice``: it may well be meant so."""

    target_ids: tuple[str, ...]
    text: str
    is_advice: bool = False


def check(entries: Sequence[Entry]) -> tuple[RegisterWarning, ...]:
    """What is doubtful among targets that are watched. None of it is an error."""
    watched = [
        entry
        for entry in entries
        if entry.target.state is not TargetState.DEREGISTERED and entry.unit.scope is not Scope.LEFT_OUT
    ]
    sites = [entry for entry in watched if entry.target.kind.is_site]
    accounts = [entry for entry in watched if entry.target.kind is TargetKind.ACCOUNT]
    own_code = [entry for entry in sites if entry.target.site_code and entry.target.kind is not TargetKind.CHANNEL]
    return (
        *_alike(sites, lambda entry: entry.target.host + entry.target.prefix, "个对象的网址同为 {}"),
        *_alike(own_code, lambda entry: entry.target.site_code, "个网站的标识码同为 {}"),
        *_alike(watched, lambda entry: f"{entry.unit.name}“{entry.target.name}”", "个对象的单位和名称同为 {}"),
        *_portals_of_one_host(sites),
        *_accounts_of_one_platform(accounts),
        *_malformed_codes(sites),
        *_domains(sites),
        *_lacking(watched, accounts),
    )


def _alike(entries: Iterable[Entry], key: Callable[[Entry], str], what: str) -> list[RegisterWarning]:
    return [
        _warning(group, f"{len(group)}{what.format(value)}") for value, group in _groups(entries, key) if len(group) > 1
    ]


def _groups(entries: Iterable[Entry], key: Callable[[Entry], str]) -> Iterable[tuple[str, list[Entry]]]:
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[key(entry)].append(entry)
    return groups.items()


def _portals_of_one_host(sites: Sequence[Entry]) -> list[RegisterWarning]:
    portals = [entry for entry in sites if entry.target.kind is TargetKind.PORTAL]
    return _alike(portals, lambda entry: entry.target.host, "个门户网站的域名同为 {}")


def _accounts_of_one_platform(accounts: Sequence[Entry]) -> Iterable[RegisterWarning]:
    """One unit needs one account on a platform. A 订阅号 beside a 服务号 serves another purpose: advice only."""
    for where, group in _groups(accounts, lambda entry: f"{entry.unit.name}在{platform_word(entry.target.platform)}"):
        sorts = sorted(str(entry.target.details.get(Column.SUBTYPE, "")) for entry in group)
        names = "、".join(entry.target.name for entry in group)
        if sorts == sorted(Subtype):
            text = f"{where}同时有订阅号和服务号（{names}）：如功能重复，建议整合"
            yield RegisterWarning(_ids(group), text, is_advice=True)
        elif len(group) > 1:
            yield _warning(group, f"{where}有{len(group)}个账号（{names}）：一个单位在同一平台一般只开设一个")


def _malformed_codes(sites: Sequence[Entry]) -> Iterable[RegisterWarning]:
    for entry in sites:
        code = entry.target.site_code
        if code and not SITE_CODE.fullmatch(code):
            yield _warning([entry], f"{entry.target.name}的标识码“{code}”有误：应为10位数字，或bm加8位数字")


def _domains(sites: Sequence[Entry]) -> Iterable[RegisterWarning]:
    for entry in sites:
        nature = entry.unit.details.get(Column.NATURE)
        host = entry.target.host.partition(":")[0]
        whose = f"{entry.target.name}的域名 {host}（{entry.unit.name}，{nature}）"
        if nature == UnitNature.GOVERNMENT and not host.endswith(_GOVERNMENT_DOMAINS):
            yield _warning([entry], f"{whose}不符合规定：党政机关网站应使用 .gov.cn 或 .政务 域名")
        elif nature == UnitNature.INSTITUTION and not host.endswith(_INSTITUTION_DOMAINS):
            yield _warning([entry], f"{whose}不符合规定：事业单位网站应使用 .cn 或 .公益 域名")
        elif nature not in {None, UnitNature.GOVERNMENT, UnitNature.INSTITUTION} and host.endswith(".gov.cn"):
            yield _warning([entry], f"{whose}不符合规定：非党政机关不得使用 .gov.cn 域名")


def _lacking(entries: Sequence[Entry], accounts: Sequence[Entry]) -> Iterable[RegisterWarning]:
    """One warning for all that lack the same: sixty units without a mailbox need one sentence, not sixty."""
    unfed = [entry for entry in accounts if not entry.target.feed]
    if unfed:
        names = "、".join(entry.target.name for entry in unfed)
        yield _warning(unfed, f"{len(unfed)}个账号没有登记数据源，无法监测：{names}")
    unreached = list({entry.unit.id: entry for entry in entries if not entry.unit.mailbox}.values())
    if unreached:
        names = "、".join(sorted(entry.unit.name for entry in unreached))
        yield _warning(unreached, f"{len(unreached)}个单位没有登记邮箱，无法向其发送交办单：{names}")


def _warning(entries: Sequence[Entry], text: str) -> RegisterWarning:
    return RegisterWarning(_ids(entries), text)


def _ids(entries: Sequence[Entry]) -> tuple[str, ...]:
    return tuple(entry.target.id for entry in entries)
