"""The command line: ``govwatch COMMAND``. Exit codes: 0 did its work, 1 failed, 2 wrong use."""

import logging
import sys
from collections.abc import Sequence
from typing import NoReturn

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from checks.errors import ToldError
from monitor.commands import usage
from monitor.commands.later import Later

COMMANDS = (
    Later(
        "init",
        "init:init",
        "Write govwatch.toml and an empty database here; where they are, bring the database up to date.",
    ),
    Later("scan", "scanning:scan_", "Look at all due targets, or at those named."),
    Later("inspect", "inspecting:inspect", "Show what is read from one page or feed, with its evidence."),
    Later("audit", "auditing:audit", "Say whether a text would be a finding of formalism, and why."),
    Later("indicators", "indicators:indicators", "Print the indicator catalogue."),
    Later("simulate", "simulating:simulate", "Say what the official check would say, row by row."),
    Later(
        "demo", "demo:demo", "Run the whole loop on a made-up city: find, confirm, order, repair, check again, report."
    ),
    Later(
        "serve",
        "serving:serve",
        "Watch by itself: visits, new articles, accounts, weekly crawl, reminders, weekly report.",
    ),
    Later(
        "worker", "working:worker", "Do work that ``govwatch serve`` hands out, beside other workers on one PostgreSQL."
    ),
    Later("jobs", "working:jobs", "How many jobs wait and run, and those set aside because they ended their worker."),
    Later(
        "migrate",
        "migrating:migrate",
        "Copy the books to another database and compare both: SQLite to PostgreSQL, or back.",
    ),
    Later("backup", "backup:backup", "Write books and evidence of one moment to a file; programs may go on meanwhile."),
    Later("restore", "backup:restore", "Bring back what backup wrote, into the empty database that the settings name."),
    Later("doctor", "doctor:doctor", "Say what is missing on this machine and how to get it."),
    Later("registry", "register:app", "The register of sites and accounts."),
    Later("findings", "entering:app", "Show findings, or enter what people found."),
    Later("tickets", "tickets:app", "Tickets: confirm, order, answer, check again."),
    Later("maintenance", "maintaining:app", "Announced maintenance, counted apart."),
    Later("waivers", "waiving:app", "Approved appeals and exceptions."),
    Later("report", "reporting:app", "Reports."),
)
"""Every command: its name, where it is below ``monitor.commands``, and what it does in one sentence."""

app = TyperGroup(
    name="govwatch",
    commands=COMMANDS,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Govwatch: governance monitor for government websites and new-media accounts. 政府网站与政务新媒体治理监测。",
)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line (that of the process, when no arguments are given) and leave with its exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        code = app(None if arguments is None else list(arguments), prog_name="govwatch", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except TyperException as error:
        _say(error.format_message() if usage.is_help(error) else f"govwatch: {usage.sentence_of(error)}")
        sys.exit(error.exit_code)
    except typer.Abort:
        _say("govwatch: 已中断。")
    except ToldError as error:
        _say(f"govwatch: {error}")
    except BrokenPipeError:  # whoever reads what is said has gone: nothing more can be said
        sys.stdout = None
    sys.exit(1)


def _say(words: str) -> None:
    print(words, file=sys.stderr)  # noqa: T201  this is the edge that speaks to people
