"""Running a program on one core and saying what it cost, with all it starts: processor time, wall clock and memory."""

import os
import resource
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

CORE = 0
"""The core that visitors are kept on; the server has the other."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run cost. ``cpu`` and ``wall`` in seconds, ``peak`` in MB; ``stopped``: it did not end in its time."""

    cpu: float
    wall: float
    peak: float
    stopped: bool
    code: int


def measured(
    command: Sequence[str], output: Path, seconds: float, *, cores: Sequence[int] = (CORE,), folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Cost:  # fmt: skip
    """Run a program with its output in a file, for at most so many seconds, and charge it for what it used."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    stopped = False
    with output.open("wb") as out:
        process = subprocess.Popen(
            ["taskset", "-c", ",".join(map(str, cores)), *command],
            stdout=out, stderr=subprocess.STDOUT, cwd=folder, start_new_session=True,
            env={**os.environ, **(environment or {})},
        )  # fmt: skip

        def stop() -> None:
            nonlocal stopped
            stopped = True
            os.killpg(process.pid, 9)

        timer = Timer(seconds, stop)
        timer.start()
        _, status, used = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, time.perf_counter() - began, used.ru_maxrss / 1024, stopped, process.returncode)
