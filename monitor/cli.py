"""The command line: ``govwatch COMMAND``. Exit codes: 0 did its work, 1 failed, 2 wrong use."""

import logging
import sys
from collections.abc import Sequence
from typing import NoReturn

import typer
from typer.exceptions import TyperException

from checks.catalogue import CatalogueError
from checks.check import CheckError
from monitor.clock import TimeError
from monitor.commands import (
    auditing,
    backup,
    demo,
    doctor,
    entering,
    finding,
    indicators,
    init,
    inspecting,
    maintaining,
    migrating,
    order_papers,
    register,
    reporting,
    scanning,
    serving,
    simulating,
    tickets,
    usage,
    waiving,
    working,
)
from monitor.commands.options import BrokenOffError
from monitor.demo.plan import CityError
from monitor.files import InputError
from monitor.look.guard import NetworkRuleError
from monitor.settings import SettingsError
from registry.errors import BooksError
from reports.errors import ReportError

app = typer.Typer(
    name="govwatch",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Govwatch: governance monitor for government websites and new-media accounts. 政府网站与政务新媒体治理监测。",
)
app.command("init")(init.init)
app.add_typer(register.app, name="registry")
app.command("scan")(scanning.scan_)
app.add_typer(entering.app, name="findings")
entering.app.command("show")(finding.show_)
app.command("inspect")(inspecting.inspect)
app.command("audit")(auditing.audit)
app.command("indicators")(indicators.indicators)
app.command("simulate")(simulating.simulate)
app.add_typer(tickets.app, name="tickets")
tickets.app.command("paper")(order_papers.paper)
app.add_typer(maintaining.app, name="maintenance")
app.add_typer(waiving.app, name="waivers")
app.add_typer(reporting.app, name="report")
app.command("demo")(demo.demo)
app.command("serve")(serving.serve)
app.command("worker")(working.worker)
app.command("jobs")(working.jobs)
app.command("migrate")(migrating.migrate)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("doctor")(doctor.doctor)

FOR_PEOPLE = (
    BrokenOffError,
    BooksError,
    CatalogueError,
    CheckError,
    CityError,
    demo.DemoError,
    InputError,
    NetworkRuleError,
    ReportError,
    SettingsError,
    TimeError,
    scanning.NothingToScanError,
)
"""Errors whose message is one clear sentence: printed as it is, without a traceback."""


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
    except FOR_PEOPLE as error:
        _say(f"govwatch: {error}")
    except BrokenPipeError:  # whoever reads what is said has gone: nothing more can be said
        sys.stdout = None
    sys.exit(1)


def _say(words: str) -> None:
    print(words, file=sys.stderr)  # noqa: T201  this is the edge that speaks to people
