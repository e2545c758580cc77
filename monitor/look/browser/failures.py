"""What became of a page that did not open, by what the browser says."""

import re

from checks.vocabulary import LinkOutcome

_FAILURES = (
    (re.compile(r"ERR_NAME_NOT_RESOLVED"), LinkOutcome.DNS),
    (re.compile(r"ERR_CONNECTION_REFUSED"), LinkOutcome.REFUSED),
    (re.compile(r"ERR_TIMED_OUT|Timeout \d+ms exceeded"), LinkOutcome.TIMEOUT),
    (re.compile(r"ERR_SSL|ERR_CERT"), LinkOutcome.TLS),
    (re.compile(r"ERR_TOO_MANY_REDIRECTS"), LinkOutcome.REDIRECT_LOOP),
    (re.compile(r"ERR_BLOCKED|ERR_UNSAFE_PORT|ERR_ABORTED|Download is starting"), LinkOutcome.SKIPPED),
)


def outcome_said(said: str) -> LinkOutcome:
    """The outcome that a message of the browser stands for."""
    return next((outcome for pattern, outcome in _FAILURES if pattern.search(said)), LinkOutcome.RESET)
