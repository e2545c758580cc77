"""Who holds a lease: this process, named so that another one on the same machine can tell whether it still lives."""

import os
import socket
from pathlib import Path


def this_process(work: str = "") -> str:
    """``host/pid/start``: the start time tells a process from a later one of the same number.

    ``work`` tells apart what one process does side by side, so that it does not take a lease from itself.
    """
    pid = os.getpid()
    return f"{socket.gethostname()}/{pid}/{_started(pid)}" + (f"#{work}" if work else "")


def is_gone(holder: str) -> bool:
    """Whether a holder was a process of this machine that no longer runs. False when that cannot be told."""
    host, _, rest = holder.rpartition("/")[0].partition("/")
    start = holder.rpartition("/")[2].partition("#")[0]
    if host != socket.gethostname() or not rest.isdigit() or not start:
        return False
    return _started(int(rest)) != start


def _started(pid: int) -> str:
    """Clock ticks since boot at which a process started, from Linux's /proc; empty when there is no such process."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return fields[19]
