"""X-Content-Type-Options: whether browsers may guess what kind of file an answer is."""

from checks.evidence import Response
from checks.security.headers.fields import joined
from checks.security.headers.result import Result


def x_content_type_options(answer: Response) -> Result:
    """There is one right value."""
    value = joined(answer, "x-content-type-options")
    if value is None:
        return Result("x-content-type-options-not-implemented")
    is_right = value.strip().lower() == "nosniff"
    return Result(f"x-content-type-options-{'nosniff' if is_right else 'header-invalid'}", value)
