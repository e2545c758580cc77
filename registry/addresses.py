"""Addresses as people write them in a register → one normal form. Pure."""

import re
from dataclasses import dataclass
from functools import lru_cache

import ada_url

MAX_ADDRESS = 2_000
"""Longest address taken, in characters."""

_REMEMBERED = 65_536
"""Addresses kept parsed. An import asks for each of its addresses several times."""

_PARTS = re.compile(r"(https?:)//(?:([^/?#@]*)@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d+))?([^?#]*)(\?[^#]+)?")
"""The parts of an address in the normal form of the parser."""

_INDEX = re.compile(r"(?:index|default|home|main)\.[a-z]{2,5}", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_ADDRESS_IN_BRACKETS = re.compile(r"\[[0-9a-f:.]+\]")


@dataclass(frozen=True, slots=True)
class Address:
    """An address by the WHATWG rules. ``host`` is in lower case and Punycode, with its port unless that is the usual.

    ``path`` begins with a slash; ``query`` is empty or begins with a question mark.
    """

    url: str
    host: str
    path: str
    query: str

    @property
    def prefix(self) -> str:
        """The directory the address names (``/ycszfbgs/``, also from its ``index.html``); ``/`` when it names none."""
        head, _, last = self.path.rpartition("/")
        return f"{head}/" if not self.query and (not last or _INDEX.fullmatch(last)) else "/"

    @property
    def place(self) -> str:
        """What tells two addresses apart, whether written with http, https or the name of the index page."""
        head, _, last = self.path.rpartition("/")
        return f"{self.host}{head}/{'' if _INDEX.fullmatch(last) else last}{self.query}"


@lru_cache(maxsize=_REMEMBERED)
def read_address(text: str) -> Address:
    """Read what stands for a web address; without a scheme it is http. Raises :class:`ValueError` saying why not."""
    if len(text) > MAX_ADDRESS:
        raise ValueError(f"超过{MAX_ADDRESS}个字")
    written = text.strip()
    if not _SCHEME.match(written):
        written = "http://" + written.lstrip("/")
    try:
        found = _PARTS.match(ada_url.URL(written).href)
    except ValueError:
        raise ValueError("不是网址") from None
    if found is None:
        raise ValueError("不是http或https网址")
    scheme, user, name, port, path, query = found.groups(default="")
    if user:
        raise ValueError("网址中含有用户名或密码")
    name = name.removesuffix(".")
    if not _is_host(name):
        raise ValueError("没有完整的域名")
    host = f"{name}:{port}" if port else name
    return Address(f"{scheme}//{host}{path}{query}", host, path, query)


def read_prefix(text: str) -> str:
    """Read a path prefix: ``ycszfbgs`` and ``/ycszfbgs/`` are the same. Raises :class:`ValueError` saying why not."""
    if len(text) > MAX_ADDRESS:
        raise ValueError(f"超过{MAX_ADDRESS}个字")
    if set(text) & set("?#\\") or "//" in text:
        raise ValueError("不是网站内的目录")
    path = ada_url.URL("http://host/" + text.strip().strip("/") + "/").pathname
    return path.replace("//", "/")


def _is_host(name: str) -> bool:
    if _ADDRESS_IN_BRACKETS.fullmatch(name):
        return True
    labels = name.split(".")
    return len(name) <= 253 and len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels)
