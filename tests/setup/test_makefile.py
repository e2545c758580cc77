import os
import re
import subprocess

import pytest

from tests.setup.project import PROJECT

MAKEFILE = (PROJECT / "Makefile").read_text("utf-8")
TARGETS = re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE)
PROMISED = {"help", "install", "demo", "test", "test-long", "lint", "fix", "types", "docs", "lock", "clean"}


def test_all_promised_targets_exist() -> None:
    measuring = {target for target in TARGETS if target.startswith("bench-") or target == "soak"}
    assert set(TARGETS) - measuring == PROMISED


def test_help_is_the_default_and_lists_every_target_on_one_line() -> None:
    listed = subprocess.run(["make", "-C", str(PROJECT)], capture_output=True, text=True, check=True).stdout  # noqa: S607
    for target in TARGETS:
        assert len(re.findall(rf"^  make {target} +\S.*$", listed, re.MULTILINE)) == 1, f"{target} is not in the help"


@pytest.mark.parametrize("target", sorted(PROMISED - {"help", "install", "clean"}))
def test_every_target_sets_itself_up(target: str) -> None:
    assert re.search(rf"^{target}:.*\binstall\b", MAKEFILE, re.MULTILINE)


def test_ci_runs_what_people_run() -> None:
    commands = (PROJECT / ".ci" / "run").read_text("utf-8").splitlines()
    assert [line for line in commands if line.startswith("make")] == ["make test", "make test-long"]
    assert "set -euo pipefail" in commands


def test_clean_spares_the_books_and_the_mail_of_an_office() -> None:
    recipe = MAKEFILE[MAKEFILE.index("\nclean:") :].split("\n\n", 1)[0].split("\n", 2)[2]
    assert "govwatch" not in recipe
    assert "outbox" not in recipe


def test_every_step_of_verify_runs_though_one_failed(tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("verify")
    (root / "scripts").mkdir()
    (root / ".venv" / "bin").mkdir(parents=True)
    (root / "scripts" / "verify").write_text((PROJECT / "scripts" / "verify").read_text("utf-8"), "utf-8")
    for tool, code in {"ruff": 1, "mypy": 0, "lint-imports": 0, "pytest": 5}.items():
        script = root / ".venv" / "bin" / tool
        script.write_text(f'#!/bin/sh\necho "ran {tool} $*"\nexit {code}\n', "utf-8")
        script.chmod(0o755)

    def verify(*steps: str) -> subprocess.CompletedProcess[str]:
        command = ["bash", "scripts/verify", *steps]
        return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, env=dict(os.environ))

    failing = verify("lint", "types", "layers")
    assert failing.returncode == 1
    assert "ran mypy" in failing.stdout
    assert "ran lint-imports" in failing.stdout
    assert "failed: lint" in failing.stderr
    assert verify("tests").returncode == 1, "no tests at all is a failure"
    assert verify("long").returncode == 0, "none marked long is not"
