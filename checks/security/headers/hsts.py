"""Strict-Transport-Security: whether browsers ask over HTTPS only, from the first visit on."""

import re
from collections.abc import Set

from checks.evidence import Landing
from checks.security.headers.fields import joined
from checks.security.headers.result import Result

_LENGTH = 1024
_NAME = "max-age="
_NUMBER = re.compile(r"\s*([+-]?[0-9]{1,18})")


def strict_transport_security(host: str, secure: Landing | None, preloaded: Set[str], max_age: int) -> Result:
    """``secure`` is the visit over HTTPS, None when no answer came of it; ``max_age`` is long enough, in seconds."""
    if secure is None:
        return Result("hsts-not-implemented-no-https")
    if host in preloaded:
        return Result("hsts-preloaded")
    if not secure.verified:
        return Result("hsts-invalid-cert")
    value = joined(secure.answer, "strict-transport-security")
    return Result("hsts-not-implemented") if value is None else Result(_judged(value[:_LENGTH], max_age), value)


def _judged(value: str, max_age: int) -> str:
    parameters = [one.strip().lower() for one in value.split(";")]
    ages = [one.removeprefix(_NAME) for one in parameters if one.startswith(_NAME)]
    if "," in value or not ages:
        return "hsts-header-invalid"
    # What is no number counts as long enough in the reference.
    number = _NUMBER.match(ages[-1])
    is_short = number is not None and int(number[1]) < max_age
    return f"hsts-implemented-max-age-{'less-than' if is_short else 'at-least'}-six-months"
