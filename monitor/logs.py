"""Log lines of what runs for long: for people, or JSON for machines, with what they are about bound to them.

``bound(scan=3, origin="www.x.gov.cn")`` names what every line within is about. Our own loggers are those of
:mod:`logging`; structlog renders them.
"""

import logging
import sys
from contextlib import AbstractContextManager
from typing import Literal

import structlog

_SHARED: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def set_up_logs(form: Literal["text", "json"]) -> None:
    """Have everything that is logged written to standard error, one line each."""
    last: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    trace = [structlog.processors.format_exc_info] if form == "json" else []
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_SHARED,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *trace, last],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("monitor").setLevel(logging.INFO)


def bound(**about: object) -> AbstractContextManager[None]:
    """Bind what lines are about, for as long as the body runs and in what it starts."""
    return structlog.contextvars.bound_contextvars(**about)
