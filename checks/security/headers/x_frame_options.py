"""X-Frame-Options: whether other sites may show the page within theirs."""

from checks.evidence import Response
from checks.security.headers.fields import joined
from checks.security.headers.policy import Policy
from checks.security.headers.result import Result


def x_frame_options(answer: Response, policy: Policy) -> Result:
    """A ``frame-ancestors`` in the policy takes the place of the header, whatever either of them says."""
    value = joined(answer, "x-frame-options") or ""
    wanted = value.strip().lower()
    if "frame-ancestors" in policy.directives:
        return Result("x-frame-options-implemented-via-csp", value)
    if wanted in ("deny", "sameorigin"):
        return Result("x-frame-options-sameorigin-or-deny", value)
    if wanted.startswith("allow-from"):
        return Result("x-frame-options-allow-from-origin", value)
    return Result("x-frame-options-header-invalid", value) if wanted else Result("x-frame-options-not-implemented")
