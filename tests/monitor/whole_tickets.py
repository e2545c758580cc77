"""The round of tickets in a process of its own: ``python -m tests.monitor.whole_tickets FOLDER [BOUNDARY]``.

With a boundary it kills itself there. What it does is what a clerk types who looks at what is left to do: approve,
enter the answers, have them checked again.
"""

import contextlib
import io
import json
import sys
from datetime import timedelta
from pathlib import Path

from registry.boundaries import Boundary
from tests.city import AS_OF
from tests.monitor.whole import die_at, run

HOUR = timedelta(hours=1)


def rounds(folder: Path) -> None:
    config = ["--config", str(folder / "govwatch.toml")]
    waiting = [one for one in pending(config) if one["indicator"] == "account.stale"]
    for one in waiting:
        run("tickets", "dismiss", str(one["number"]), "--reason", "已注销", *at(1), *config)
    run("tickets", "approve", "all", "--by", "张三", "--send", *at(2), *config)
    for number in numbers("已交办", config):
        run("tickets", "answer", number, "--text", "已改", *at(3), *config)
    for number in numbers("已反馈", config):
        run("tickets", "recheck", number, *at(4), *config)


def pending(config: list[str]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(said("tickets", "pending", "--json", *at(1), *config))
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


if __name__ == "__main__":
    if len(sys.argv) > 2:
        die_at(Boundary(sys.argv[2]))
    rounds(Path(sys.argv[1]))
