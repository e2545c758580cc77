import os
import re

import pytest

from tests.setup.project import PROJECT, project_files

# Put together here, so that this file does not name them either.
HOSTS = [
    "pypi" + ".org",
    "files.python" + "hosted.org",
    "registry.npm" + "js.org",
    "registry.yarn" + "pkg.com",
    "deb.debian" + ".org",
    "ghcr" + ".io",
]
HOST = re.compile("|".join(re.escape(host) for host in HOSTS), re.IGNORECASE)
MACHINE_PATH = re.compile(r"(?<![\w.~*/-])/(?:home|root|work|Users)/[\w.]")


def texts() -> list[tuple[str, str]]:
    found = []
    for path in project_files():
        try:
            found.append((str(path.relative_to(PROJECT)), path.read_bytes().decode("utf-8")))
        except UnicodeDecodeError:
            continue
    return found


def test_the_walk_sees_the_project() -> None:
    names = {name for name, _ in texts()}
    assert {"Makefile", "pyproject.toml", "scripts/bootstrap", "checks/vocabulary.py", ".ci/run"} <= names


@pytest.mark.parametrize("pattern", [HOST, MACHINE_PATH], ids=["registry-host", "machine-path"])
def test_no_file_names_a_registry_host_or_a_path_of_a_machine(pattern: re.Pattern[str]) -> None:
    hits = [f"{name}: {hit[0]}" for name, text in texts() if (hit := pattern.search(text))]
    assert hits == []


@pytest.mark.parametrize("line", ["see " + "/home" + "/me/x", '"' + "/ro" + "ot" + "/.cache", "A=" + "/Users" + "/me"])
def test_the_pattern_of_machine_paths_bites(line: str) -> None:
    assert MACHINE_PATH.search(line)
    assert not MACHINE_PATH.search("https://www.yunxi.test/users/plan.html")


@pytest.mark.parametrize("script", ["scripts/bootstrap", "scripts/verify", "scripts/lock", ".ci/run"])
def test_scripts_can_be_run(script: str) -> None:
    assert os.access(PROJECT / script, os.X_OK)
    assert (PROJECT / script).read_text("utf-8").startswith("#!/usr/bin/env bash\n")


def test_the_licence_is_the_one_declared() -> None:
    text = (PROJECT / "LICENSE").read_text("utf-8")
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text
    assert 'license = "Apache-2.0"' in (PROJECT / "pyproject.toml").read_text("utf-8")
