"""The set-up script on machines that are not there: its tools are stand-ins that write down what they are asked."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.setup.project import PROJECT

REAL_TOOLS = ["bash", "env", "dirname", "cat", "rm", "mktemp", "grep", "tail", "find", "mkdir", "chmod", "cp", "touch"]

ID = "echo $UID_TOLD"

APT = """
echo "apt-get $*" >>"$CALLS"
case "$*" in *"$APT_CANNOT"*) echo "E: no installation candidate"; exit 100;; esac
for last; do :; done
touch "$STATE/$last"
if [ "$last" = chromium ]; then
  echo "#!/bin/sh" >"$BIN/chromium"
  chmod +x "$BIN/chromium"
fi
"""

PYTHON = """
case "$*" in
  "-c import ensurepip, venv") [ -e "$STATE/python3-venv" ] ;;
  "-m venv --clear .venv") mkdir -p .venv/bin; cp "$STATE/venv-python" .venv/bin/python ;;
  *) exec "$REAL_PYTHON" "$@" ;;
esac
"""

VENV_PYTHON = """#!/bin/bash
echo "python $*" >>"$CALLS"
case "$*" in
  "-m pip install"*uv) [ -n "$HAS_UV" ] && cp "$STATE/uv" .venv/bin/uv ;;
  "-m pip config"*) exit 1 ;;
  *"--require-hashes"*) [ -n "$HAS_NETWORK" ] || { echo "ERROR: no route to the index"; exit 1; } ;;
  *"--no-deps"*) cp "$STATE/govwatch" .venv/bin/govwatch ;;
esac
"""

UV = """#!/bin/bash
[ "$1" = --version ] || echo "uv $* from ${UV_DEFAULT_INDEX:-the usual index}" >>"$CALLS"
case "$*" in *"--no-deps"*) cp "$STATE/govwatch" .venv/bin/govwatch ;; esac
"""


@dataclass
class Machine:
    """A machine with nothing but a shell and Python, and the answers its tools shall give."""

    root: Path
    env: dict[str, str]

    @property
    def checkout(self) -> Path:
        return self.root / "checkout"

    def bootstrap(self, **answers: str) -> subprocess.CompletedProcess[str]:
        command = ["bash", "scripts/bootstrap"]
        env = self.env | answers
        return subprocess.run(command, cwd=self.checkout, env=env, capture_output=True, text=True, check=False)

    def calls(self) -> list[str]:
        calls = self.root / "calls"
        return calls.read_text("utf-8").splitlines() if calls.exists() else []

    def installed_by_apt(self) -> list[str]:
        return [call.split()[-1] for call in self.calls() if call.startswith("apt-get install")]


def write_tool(path: Path, body: str) -> None:
    path.write_text(body if body.startswith("#!") else "#!/bin/bash\n" + body, "utf-8")
    path.chmod(0o755)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    for folder in ("bin", "state", "checkout/scripts"):
        (tmp_path / folder).mkdir(parents=True)
    for tool in REAL_TOOLS:
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool) or pytest.fail(f"no {tool} here"))
    for name, body in {"id": ID, "apt-get": APT, "python3": PYTHON}.items():
        write_tool(tmp_path / "bin" / name, body)
    for name, body in {"venv-python": VENV_PYTHON, "uv": UV, "govwatch": "exit 0\n"}.items():
        write_tool(tmp_path / "state" / name, body)
    for name in ("requirements.lock", "pyproject.toml", "scripts/bootstrap"):
        shutil.copy(PROJECT / name, tmp_path / "checkout" / name)
    env = {
        "PATH": str(tmp_path / "bin"),
        "HOME": str(tmp_path),
        "TMPDIR": str(tmp_path),
        "BIN": str(tmp_path / "bin"),
        "STATE": str(tmp_path / "state"),
        "CALLS": str(tmp_path / "calls"),
        "REAL_PYTHON": sys.executable,
        "UID_TOLD": "0",
        "APT_CANNOT": "nothing",
        "HAS_UV": "yes",
        "HAS_NETWORK": "yes",
    }
    return Machine(tmp_path, env)


def test_a_bare_machine_is_set_up_and_a_second_run_does_nothing(machine: Machine) -> None:
    first = machine.bootstrap()
    assert first.returncode == 0, first.stderr
    assert (machine.checkout / ".venv/bin/govwatch").exists()
    assert {"python3-venv", "chromium"} <= set(machine.installed_by_apt())
    assert all("--no-install-recommends -y" in call for call in machine.calls() if call.startswith("apt-get install"))
    assert any(
        call.startswith("uv pip sync") and "--require-hashes requirements.lock" in call for call in machine.calls()
    )
    install = "--no-deps --no-build-isolation -e ."
    assert any(call.startswith("uv pip install") and install in call for call in machine.calls())
    before = machine.calls()
    second = machine.bootstrap()
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    assert machine.calls() == before


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_a_change_of_what_is_needed_is_taken_up(machine: Machine, name: str) -> None:
    machine.bootstrap()
    before = len(machine.calls())
    with (machine.checkout / name).open("a", encoding="utf-8") as file:
        file.write("\n# changed\n")
    assert machine.bootstrap().returncode == 0
    again = machine.calls()[before:]
    assert any("--require-hashes" in call for call in again)
    assert not any(call.startswith("apt-get") and "chromium" in call for call in again)


def test_a_browser_that_cannot_be_installed_does_not_stop_the_rest(machine: Machine) -> None:
    done = machine.bootstrap(APT_CANNOT="chromium")
    assert done.returncode == 0
    assert "chromium could not be installed (E: no installation candidate)" in done.stderr
    assert "unknown" in done.stderr
    assert (machine.checkout / ".venv/bin/govwatch").exists()


def test_what_the_browser_needs_is_asked_for_where_it_is_missing(machine: Machine) -> None:
    machine.bootstrap()
    found = [*Path("/").glob("lib/*-linux-gnu/libatomic.so.1"), *Path("/").glob("usr/lib*/libatomic.so.1")]
    found += Path("/").glob("usr/lib/*-linux-gnu/libatomic.so.1")
    assert ("libatomic1" in machine.installed_by_apt()) == (not found)


def test_without_root_one_sentence_names_what_to_install(machine: Machine) -> None:
    refused = machine.bootstrap(UID_TOLD="1000")
    assert refused.returncode == 1
    first, second = refused.stderr.splitlines()
    assert "apt-get install --no-install-recommends python3-venv" in first
    assert "chromium" in first
    assert "python3-venv" in second
    assert machine.calls() == []


def test_without_root_and_browser_it_goes_on(machine: Machine) -> None:
    (machine.root / "state" / "python3-venv").touch()
    done = machine.bootstrap(UID_TOLD="1000")
    assert done.returncode == 0
    assert "chromium" in done.stderr
    assert (machine.checkout / ".venv/bin/govwatch").exists()


def test_without_uv_pip_takes_the_same_lock_with_hashes(machine: Machine) -> None:
    done = machine.bootstrap(HAS_UV="")
    assert done.returncode == 0, done.stderr
    pip = [call for call in machine.calls() if call.startswith("python -m pip install")]
    assert any("--require-hashes -r requirements.lock" in call for call in pip)
    assert any("--no-deps --no-build-isolation -e ." in call for call in pip)
    assert not any(call.startswith("uv ") for call in machine.calls())


def test_uv_is_told_of_the_mirror_that_pip_uses(machine: Machine) -> None:
    machine.bootstrap(PIP_INDEX_URL="http://mirror.test/simple")
    uv = [call for call in machine.calls() if call.startswith("uv ")]
    assert len(uv) == 2
    assert all(call.endswith("from http://mirror.test/simple") for call in uv)


def test_a_failure_says_so_in_one_sentence_and_the_next_run_tries_again(machine: Machine) -> None:
    failed = machine.bootstrap(HAS_UV="", HAS_NETWORK="")
    assert failed.returncode == 1
    last = failed.stderr.splitlines()[-1]
    assert last.startswith("set-up: the Python packages could not be installed (ERROR: no route to the index)")
    assert machine.bootstrap(HAS_UV="").returncode == 0


def test_an_old_python_is_named(machine: Machine) -> None:
    write_tool(machine.root / "bin" / "python3.9", "exit 1\n")
    refused = machine.bootstrap(PYTHON="python3.9")
    assert refused.returncode == 1
    assert "python3.9 is older" in refused.stderr
