"""What can go wrong with reports, in sentences for people: what, where, what to do."""

from checks.errors import ToldError


class ReportError(ToldError):
    """Base of all errors of reports. ``str(error)`` is one clear sentence."""


class WeekError(ReportError):
    """What was given is not a week, or not one that can be reported on."""


class MailError(ReportError):
    """A mail cannot be written as asked: an address is wrong, or there is none."""


class FileError(ReportError):
    """A file cannot be written: the disk is full, the folder missing or not ours."""
