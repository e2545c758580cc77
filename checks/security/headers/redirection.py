"""Redirection: whether a visitor who comes over plain HTTP is led to HTTPS."""

from collections.abc import Set

from checks.evidence import Landing
from checks.security.headers.fields import host_name
from checks.security.headers.result import Result


def redirection(plain: Landing | None, preloaded: Set[str]) -> Result:
    """``plain`` is the visit over HTTP, None when no answer came of it."""
    return Result("redirection-not-needed-no-http") if plain is None else _of(plain, preloaded)


def _of(plain: Landing, preloaded: Set[str]) -> Result:
    chain, seen = plain.chain, " → ".join(plain.chain)
    if not plain.verified:
        return Result("redirection-invalid-cert", seen)
    if all(host_name(url) in preloaded for url in chain):
        return Result("redirection-all-redirects-preloaded", seen)
    if len(chain) == 1:
        return Result("redirection-missing", seen)
    if not chain[-1].startswith("https:"):
        return Result("redirection-not-to-https", seen)
    if chain[1].startswith("http:"):
        return Result("redirection-not-to-https-on-initial-redirection", seen)
    if host_name(chain[0]) != host_name(chain[1]):
        return Result("redirection-off-host-from-http", seen)
    return Result("redirection-to-https", seen)
