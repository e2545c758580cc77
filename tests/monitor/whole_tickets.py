"""A part of the life of tickets in a process of its own: ``python -m tests.monitor.whole_tickets FOLDER PART``.

With a boundary as a third word it kills itself there; with ``record`` it writes the boundaries it reaches to the file
``reached``. What it does is what a clerk types who looks at what is left to do. The parts: ``half``, approve, enter the
answers, check again; ``rest``, enter them anew and check again; ``again``, scan and approve what came back.
"""

import contextlib
import io
import json
import sys
from datetime import timedelta
from pathlib import Path

from registry import boundaries
from registry.boundaries import Boundary
from tests.city import AS_OF
from tests.monitor.whole import die_at, run

HOUR = timedelta(hours=1)


def half(config: list[str]) -> None:
    waiting = [one for one in pending(config, 1) if one["indicator"] == "account.stale"]
    for one in waiting:
        run("tickets", "dismiss", str(one["number"]), "--reason", "已注销", *at(1), *config)
    run("tickets", "approve", "all", "--by", "张三", "--send", *at(2), *config)
    answered("已交办", "已改", 3, config)


def rest(config: list[str]) -> None:
    answered("退回", "其余也已改", 5, config)


def again(config: list[str]) -> None:
    document = json.loads(said("tickets", "--state", "all", "--json", *config))
    if not any(ticket["reopened"] for ticket in document["tickets"]):  # what came back was not seen yet
        run("scan", *at(7), *config)
    run("tickets", "approve", "all", "--by", "张三", "--send", *at(8), *config)


PARTS = {"half": half, "rest": rest, "again": again}


def answered(state: str, text: str, hour: int, config: list[str]) -> None:
    """Answer what stands in a state, and check it again an hour later."""
    for number in numbers(state, config):
        run("tickets", "answer", number, "--text", text, *at(hour), *config)
    for number in numbers("已反馈", config):
        run("tickets", "recheck", number, *at(hour + 1), *config)


def pending(config: list[str], hour: int) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(said("tickets", "pending", "--json", *at(hour), *config))
    return found


def numbers(state: str, config: list[str]) -> list[str]:
    return [ticket["number"] for ticket in json.loads(said("tickets", "--state", state, "--json", *config))["tickets"]]


def said(*arguments: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        run(*arguments)
    return out.getvalue()


def at(hours: int) -> list[str]:
    return ["--as-of", (AS_OF + hours * HOUR).isoformat()]


def record(file: Path) -> None:
    """Write every boundary that is reached into a file, a line each."""

    def note(boundary: Boundary) -> None:
        with file.open("a") as lines:
            lines.write(f"{boundary.value}\n")

    boundaries.hook = note


if __name__ == "__main__":
    home = Path(sys.argv[1])
    if sys.argv[3:] == ["record"]:
        record(home / "reached")
    elif len(sys.argv) > 3:
        die_at(Boundary(sys.argv[3]))
    PARTS[sys.argv[2]](["--config", str(home / "govwatch.toml")])
