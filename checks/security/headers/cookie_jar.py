"""The cookies that a browser would keep of a visit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from checks.reading.urls import path_of
from checks.security.headers.fields import host_name

SAME_SITE = frozenset({"lax", "strict", "none"})

MAX_COOKIES = 200
"""Cookies kept of one visit."""


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie. ``same_site`` is in lower case, empty when it says nothing that browsers know."""

    name: str
    secure: bool
    http_only: bool
    same_site: str


def read_jar(cookies: Iterable[tuple[str, str]]) -> tuple[Cookie, ...]:
    """The cookies of ``Set-Cookie`` headers, each behind the URL that sent it. Later ones take the place of earlier.

    Those for a foreign domain and those without a name are refused. Cookies that end at once are kept.
    """
    jar: dict[tuple[str, str, str], Cookie] = {}
    for url, header in cookies:
        name, equals, _ = header.partition(";")[0].partition("=")
        attributes = dict(attributes_of(header))
        host, domain = host_name(url), attributes.get("domain", "").lower().lstrip(".")
        if not equals or not name.strip() or not _is_at_home(host, domain):
            continue
        path = attributes.get("path", "")
        place = path if path.startswith("/") else _folder(url)
        said = attributes.get("samesite", "").lower()
        cookie = Cookie(
            name.strip(), "secure" in attributes, "httponly" in attributes, said if said in SAME_SITE else ""
        )
        jar[cookie.name, domain or host, place] = cookie
        if len(jar) >= MAX_COOKIES:
            break
    return tuple(jar.values())


def attributes_of(header: str) -> Iterator[tuple[str, str]]:
    """The attributes of a ``Set-Cookie`` header, names in lower case."""
    for part in header.split(";")[1:]:
        name, _, value = part.partition("=")
        yield name.strip().lower(), value.strip()


def _is_at_home(host: str, domain: str) -> bool:
    return not domain or host == domain or host.endswith(f".{domain}")


def _folder(url: str) -> str:
    return path_of(url).rpartition("/")[0] or "/"
