"""The two attributes that hold addresses in a grammar of their own: ``srcset`` and the content of a meta refresh."""

import re

_SPACES = " \t\n\f\r"
_MAX_CANDIDATES = 100

_REFRESH = re.compile(
    r"""[\ \t\n\f\r]* (?: [0-9]+ [0-9.]* | \. [0-9.]* ) (?= [;,\ \t\n\f\r] | \Z )     # the seconds
        [\ \t\n\f\r]* [;,]? [\ \t\n\f\r]*
        (?: [uU][rR][lL] [\ \t\n\f\r]* = [\ \t\n\f\r]* )?
        (?: "([^"]*) | '([^']*) | (.*) )""",
    re.VERBOSE | re.DOTALL,
)


def refresh_target(content: str) -> str:
    """The address that a meta refresh leads to, ``''`` when there is none or the value is no refresh."""
    match = _REFRESH.match(content)
    return next((part for part in match.groups() if part), "").strip(_SPACES) if match else ""


def srcset_urls(value: str) -> list[str]:
    """The addresses in a ``srcset``, without their descriptors. A comma ends an address only at its end."""
    urls: list[str] = []
    position = 0
    while len(urls) < _MAX_CANDIDATES:
        while position < len(value) and value[position] in _SPACES + ",":
            position += 1
        start = position
        while position < len(value) and value[position] not in _SPACES:
            position += 1
        url = value[start:position]
        if not url:
            break
        if not url.endswith(","):
            position = _after_descriptors(value, position)
        urls.append(url.rstrip(","))
    return urls


def _after_descriptors(value: str, position: int) -> int:
    depth = 0
    while position < len(value):
        character = value[position]
        if character == "(":
            depth += 1
        elif character == ")":
            depth = max(0, depth - 1)
        elif character == "," and not depth:
            break
        position += 1
    return position
