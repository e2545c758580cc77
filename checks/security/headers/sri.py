"""Subresource integrity: whether scripts from elsewhere are pinned to their content and come over HTTPS."""

from collections.abc import Sequence

from checks.evidence import Response, ScriptTag
from checks.security.headers.fields import host_name, is_html
from checks.security.headers.registrable import registrable
from checks.security.headers.result import Result

_ALL = "sri-implemented-and-all-scripts-loaded-securely"
_PINNED_INSECURE = "sri-implemented-but-external-scripts-not-loaded-securely"
_SECURE = "sri-not-implemented-but-external-scripts-loaded-securely"
_INSECURE = "sri-not-implemented-and-external-scripts-not-loaded-securely"
_WORST_LAST = (_ALL, _PINNED_INSECURE, _SECURE, _INSECURE)


def subresource_integrity(answer: Response, scripts: Sequence[ScriptTag], host: str, *, secure: bool) -> Result:
    """``scripts`` are those of the page, ``host`` is its host; ``secure``: it was asked for over HTTPS."""
    if answer.header("content-type") and not is_html(answer):
        return Result("sri-not-implemented-response-not-html")
    if not scripts:
        return Result("sri-not-implemented-but-no-scripts-loaded")
    worst: Result | None = None
    any_foreign = False
    for script in scripts:
        src = script.src or ""
        is_foreign = _is_foreign(src, host)
        any_foreign = any_foreign or is_foreign
        name = _of_foreign(script, src) if is_foreign else _of_own(script, src, secure=secure)
        if name and (worst is None or _WORST_LAST.index(name) > _WORST_LAST.index(worst.name)):
            worst = Result(name, src)
    if worst is not None:
        return worst
    if any_foreign:
        return Result("sri-implemented-and-external-scripts-loaded-securely")
    return Result("sri-not-implemented-but-all-scripts-loaded-from-secure-origin")


def _is_foreign(src: str, host: str) -> bool:
    if src.startswith(("http://", "https://")):
        return registrable(host_name(src)) != registrable(host)
    return src.startswith("//") and src[2:3] not in ("", "/")


def _of_foreign(script: ScriptTag, src: str) -> str:
    """What a script from elsewhere comes to; empty when nothing is wrong. An address without scheme is not secure."""
    by_https = src.startswith("https://")
    if script.integrity:
        return "" if by_https else _PINNED_INSECURE
    return _SECURE if by_https else _INSECURE


def _of_own(script: ScriptTag, src: str, *, secure: bool) -> str:
    by_https = src.startswith("https://") or (secure and not src.startswith("http://"))
    return _ALL if src and script.integrity and by_https else ""
