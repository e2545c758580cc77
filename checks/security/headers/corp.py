"""Cross-Origin-Resource-Policy: which other sites may load the page as a resource."""

from checks.evidence import Response
from checks.security.headers.fields import joined
from checks.security.headers.result import Result

_VALUES = frozenset({"same-origin", "same-site", "cross-origin"})


def cross_origin_resource_policy(answer: Response) -> Result:
    """One of three values."""
    value = joined(answer, "cross-origin-resource-policy")
    if value is None:
        return Result("corp-not-implemented")
    wanted = value.strip().lower()
    return Result(f"corp-implemented-with-{wanted}" if wanted in _VALUES else "corp-header-invalid", value)
