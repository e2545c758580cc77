"""What is shipped for running it: linted as far as that can be without Docker, and its commands are ours."""

import re
import shutil
import subprocess

import pytest

from monitor.cli import app
from tests.setup.project import PROJECT

DEPLOY = PROJECT / "deploy"
COMMANDS = set(app.commands)


@pytest.mark.parametrize("unit", ["govwatch.service", "govwatch-worker@.service"])
def test_units_run_our_commands_and_end_in_time(unit: str) -> None:
    text = (DEPLOY / unit).read_text("utf-8")
    (command,) = re.findall(r"^ExecStart=\S+/govwatch (\S+) --config \S+$", text, re.MULTILINE)
    assert command in COMMANDS
    assert "Restart=always" in text
    assert "TimeoutStopSec=15" in text  # the program itself gives what is under way eight seconds


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
@pytest.mark.parametrize("unit", ["govwatch.service", "govwatch-worker@.service"])
def test_systemd_understands_every_line(unit: str) -> None:
    command = ["systemd-analyze", "verify", "--man=no", str(DEPLOY / unit)]
    said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60).stderr
    ours = [line for line in said.splitlines() if line.startswith((unit, str(DEPLOY)))]
    wrong = [line for line in ours if "is not executable" not in line]
    assert wrong == []


def test_the_image_copies_what_there_is_and_runs_our_command() -> None:
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    copied = [name for line in re.findall(r"^COPY (.+) \S+$", text, re.MULTILINE) for name in line.split()]
    assert copied
    assert [name for name in copied if not (PROJECT / name).exists()] == []
    assert "--require-hashes" in text
    assert "USER govwatch" in text
    (command,) = re.findall(r'^CMD \["(\w+)"\]$', text, re.MULTILINE)
    assert command in COMMANDS


def test_the_compose_file_runs_our_commands_with_settings_there_are() -> None:
    from monitor.settings import Settings  # noqa: PLC0415  only here

    text = (DEPLOY / "compose.yaml").read_text("utf-8")
    assert "\t" not in text
    assert set(re.findall(r'^    command: \["(\w+)"\]$', text, re.MULTILINE)) <= COMMANDS
    for section, name in re.findall(r"GOVWATCH_([A-Z]+)__([A-Z_]+):", text):
        assert name.lower() in type(getattr(Settings(), section.lower())).model_fields
    assert "locale=C.UTF-8" in text
