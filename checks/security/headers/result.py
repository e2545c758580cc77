"""What a header test comes to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """The name of a result, as the scale knows it, and what it was decided by: a header's value, a cookie, a script.

    ``seen`` is empty when the result is that there is nothing.
    """

    name: str
    seen: str = ""
