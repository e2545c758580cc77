"""The base of all errors that a person is told of in one sentence."""


class ToldError(Exception):
    """``str(error)`` is one clear sentence: what, where, what to do. The command line prints it and no traceback."""
