"""Which part of a host name somebody registered: two hosts with the same one belong to the same owner."""

import ipaddress
from functools import cache

from publicsuffixlist import PublicSuffixList


def registrable(host: str) -> str:
    """The registrable domain of a host name, empty for an address in figures and for what nobody can register."""
    if _is_address(host):
        return ""
    return _suffixes().privatesuffix(host.lower().rstrip(".")) or ""


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
