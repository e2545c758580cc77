"""Content-Security-Policy: from where a page may load scripts, styles and the rest."""

from checks.evidence import Protection, Response
from checks.security.headers.fields import joined
from checks.security.headers.policy import NONE, Policy, Sources
from checks.security.headers.result import Result

_BROAD = ("ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*")
_PINNED = ("'nonce-", "'sha256-", "'sha384-", "'sha512-")
_INSECURE = ("http:", "ftp:")
_PASSIVE = frozenset({"img-src", "media-src"})
_INLINE = "'unsafe-inline'"


def content_security_policy(answer: Response, page: Protection, policy: Policy, *, secure: bool) -> Result:
    """``policy`` was read from the answer and its page; ``secure``: the page was asked for over HTTPS."""
    seen = joined(answer, "content-security-policy") or "; ".join(page.policies)
    if not policy.valid:
        return Result("csp-header-invalid", seen)
    if not policy.directives:
        report_only = joined(answer, "content-security-policy-report-only")
        if report_only is None:
            return Result("csp-not-implemented")
        return Result("csp-not-implemented-but-reporting-enabled", report_only)
    return Result(_judged(policy, secure=secure), seen)


def _judged(policy: Policy, *, secure: bool) -> str:
    styles = _without_pinned_inline(_effective(policy, "style-src"))
    scripts = _without_pinned_inline(_effective(policy, "script-src"))
    if "'strict-dynamic'" in scripts:
        if not _is_pinned(scripts):
            return "csp-header-invalid"
        scripts = tuple(one for one in scripts if one not in ("'self'", _INLINE) and not one.startswith(_BROAD))
    if _is_open(scripts) or any(one in _BROAD for one in _effective(policy, "object-src")):
        return "csp-implemented-with-unsafe-inline"
    if secure and _is_insecure(policy, scripts):
        return "csp-implemented-with-insecure-scheme"
    if "'unsafe-eval'" in scripts + styles:
        return "csp-implemented-with-unsafe-eval"
    return _passing(policy, styles, secure=secure)


def _passing(policy: Policy, styles: Sources, *, secure: bool) -> str:
    """How good a policy is that lets no dangerous script through."""
    if policy.repeats:
        return "csp-implemented-but-duplicate-directives"
    if secure and any(one.startswith(_INSECURE) for name in _PASSIVE for one in policy.directives.get(name, ())):
        return "csp-implemented-with-insecure-scheme-in-passive-content-only"
    if _is_open(styles):
        return "csp-implemented-with-unsafe-inline-in-style-src-only"
    if policy.directives.get("default-src") == (NONE,):
        return "csp-implemented-with-no-unsafe-default-src-none"
    return "csp-implemented-with-no-unsafe"


def _effective(policy: Policy, name: str) -> Sources:
    return policy.directives.get(name, policy.directives.get("default-src", ("*",)))


def _is_pinned(sources: Sources) -> bool:
    return any(one.startswith(_PINNED) for one in sources)


def _without_pinned_inline(sources: Sources) -> Sources:
    """Browsers overlook what allows inline code where single pieces of it are allowed by nonce or hash."""
    return tuple(one for one in sources if one != _INLINE) if _is_pinned(sources) else sources


def _is_open(sources: Sources) -> bool:
    return any(one in (_INLINE, "data:", *_BROAD) for one in sources)


def _is_insecure(policy: Policy, scripts: Sources) -> bool:
    """Whether anything but images and media may come over plain HTTP. ``scripts`` stand for the policy's own."""
    others = (one for name, one in policy.directives.items() if name not in _PASSIVE and name != "script-src")
    return any(source.startswith(_INSECURE) for sources in (scripts, *others) for source in sources)
