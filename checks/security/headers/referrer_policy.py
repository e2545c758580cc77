"""Referrer-Policy: how much of the address of a page other sites are told."""

from checks.evidence import Protection, Response
from checks.security.headers.fields import joined
from checks.security.headers.result import Result

_PRIVATE = frozenset({"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"})
_UNSAFE = frozenset({"origin", "origin-when-cross-origin", "unsafe-url", "no-referrer-when-downgrade"})


def referrer_policy(answer: Response, page: Protection) -> Result:
    """The last value that is one of the known ones counts; that of the page's meta comes behind the header."""
    values = [value for value in (joined(answer, "referrer-policy"), page.referrer) if value is not None]
    if not values:
        return Result("referrer-policy-not-implemented")
    seen = ", ".join(values)
    known = [one for one in (token.strip().lower() for token in seen.split(",")) if one in _PRIVATE | _UNSAFE]
    if not known:
        return Result("referrer-policy-header-invalid", seen)
    return Result(f"referrer-policy-{'private' if known[-1] in _PRIVATE else 'unsafe'}", seen)
