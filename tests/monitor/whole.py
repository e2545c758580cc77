"""The whole program, round after round, in a process of its own: ``python -m tests.monitor.whole FOLDER [BOUNDARY]``.

With a boundary it kills itself there. What it does is what a person types: import, scan, report.
"""

import os
import signal
import sys
from pathlib import Path

from monitor.cli import app
from registry import boundaries
from registry.boundaries import Boundary
from tests.city import AS_OF


def rounds(folder: Path) -> None:
    config = ["--config", str(folder / "govwatch.toml")]
    as_of = ["--as-of", AS_OF.isoformat()]
    run("registry", "import", str(folder / "register.csv"), *config)
    run("scan", *as_of, "--json", str(folder / "result.json"), *config)
    run("report", "weekly", "--week", "2026-W48", *as_of, "--out", str(folder / "report"), "--send", *config)


def run(*arguments: str) -> None:
    app(list(arguments), standalone_mode=False)


def die_at(wanted: Boundary) -> None:
    def die(boundary: Boundary) -> None:
        if boundary is wanted:
            os.kill(os.getpid(), signal.SIGKILL)

    boundaries.hook = die


if __name__ == "__main__":
    if len(sys.argv) > 2:
        die_at(Boundary(sys.argv[2]))
    rounds(Path(sys.argv[1]))
