"""Cross-origin resource sharing: which other sites may read the answer by script."""

from checks.evidence import Response
from checks.security.headers.fields import joined
from checks.security.headers.result import Result

_NAME = "cross-origin-resource-sharing"


def cross_origin_resource_sharing(foreign: Response | None) -> Result:
    """``foreign`` is the answer to a request that named another origin; None when there was none."""
    allowed = joined(foreign, "access-control-allow-origin") if foreign and 200 <= foreign.status < 300 else None
    if not allowed:
        return Result(f"{_NAME}-not-implemented")
    is_public = allowed.strip() == "*"
    return Result(f"{_NAME}-implemented-with-{'public' if is_public else 'restricted'}-access", allowed)
