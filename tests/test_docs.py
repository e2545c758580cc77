"""The documentation agrees with the code."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from checks.catalogue import load_catalogue
from monitor.cli import app
from monitor.settings import Settings
from registry.boundaries import Boundary

PROJECT = Path(__file__).parents[1]
READ_MES = ["README.md", "README.zh-CN.md"]


def text(name: str) -> str:
    return (PROJECT / name).read_text("utf-8")


def test_the_generated_pages_are_current() -> None:
    checked = subprocess.run(
        [sys.executable, "scripts/generate_docs.py", "--check"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_command_is_documented() -> None:
    def names(command: object, path: str) -> list[str]:
        below = getattr(getattr(command, "loaded", command), "commands", None)
        return [path] if below is None else [name for one in below for name in names(below[one], f"{path} {one}")]

    for name in names(app, "govwatch"):
        assert f"## `{name}`" in text("docs/commands.md")


def test_every_setting_and_every_indicator_is_documented() -> None:
    for section, field in Settings.model_fields.items():
        assert f"## `[{section}]`" in text("docs/settings.md")
        for name in field.annotation.model_fields:  # type: ignore[union-attr]
            assert f"| `{name}` |" in text("docs/settings.md")
    for indicator in load_catalogue():
        assert f"## `{indicator}`" in text("docs/indicators.md")


@pytest.mark.parametrize("name", READ_MES)
def test_the_read_me_names_every_veto(name: str) -> None:
    for one in load_catalogue().values():
        assert one.id in text(name) or one.title.zh in text(name) or one.group.zh in text(name), one.id


@pytest.mark.parametrize(
    "name",
    [
        *READ_MES,
        "CONTRIBUTING.md",
        "docs/architecture.md",
        "docs/glossary.md",
        "docs/weekly-report.md",
        "docs/tickets.md",
    ],
)
def test_links_lead_to_files_that_are_there(name: str) -> None:
    for link in re.findall(r"\]\(([^)#:]+)\)", text(name)):
        assert ((PROJECT / name).parent / link).exists(), link


def test_the_rooms_of_the_architecture_are_there() -> None:
    page = text("docs/architecture.md")
    for room in re.findall(r"`((?:checks|registry|reports|monitor)/[\w/.]*)`", page):
        place = PROJECT / room
        assert place.exists() or place.with_suffix(".py").exists(), room
    for test in re.findall(r"`(tests/[\w/.]+)`", page):
        assert (PROJECT / test).exists(), test


def test_the_contracts_of_the_architecture_are_those_that_are_held() -> None:
    contracts = tomllib.loads(text("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    (layers,) = [contract["layers"] for contract in contracts if contract["type"] == "layers"]
    assert "`" + "` → `".join(layers) + "`" in text("CONTRIBUTING.md")


def test_the_example_check_in_contributing_is_the_check_that_is_there() -> None:
    example = re.search(r"@check\(.*?\n\n", text("CONTRIBUTING.md"), re.DOTALL)
    assert example is not None
    shown = " ".join(example[0].split())
    assert shown in " ".join(text("checks/site/title_missing.py").split())


def test_every_write_boundary_comes_as_a_pair() -> None:
    names = {boundary.value.rpartition(":") for boundary in Boundary}
    assert {name for name, _, side in names if side == "before"} == {name for name, _, side in names if side == "after"}
