import re
import tomllib

import pytest

from tests.setup.project import PROJECT

LOCK = (PROJECT / "requirements.lock").read_text("utf-8")
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
WANTED = [*PYPROJECT["project"]["dependencies"], *PYPROJECT["dependency-groups"]["dev"]]


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked() -> dict[str, str]:
    """Name to the whole entry, hashes included."""
    entries = re.split(r"\n(?=\S)", re.sub(r"(?m)^ *#.*\n?", "", LOCK))
    return {canonical(entry.split("==", 1)[0]): entry for entry in entries if entry.strip()}


def test_every_package_has_an_exact_version_and_hashes() -> None:
    assert len(locked()) > len(WANTED)
    for name, entry in locked().items():
        assert re.match(r"[\w.-]+==[\w.!+]+", entry), f"{name} is not pinned"
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry), f"{name} has no hash"


def test_the_lock_says_nothing_of_where_packages_come_from() -> None:
    assert not re.search(r"https?://|^--(index|extra|find|trusted)|^\s*-[ief]\b", LOCK, re.MULTILINE)


@pytest.mark.parametrize("requirement", WANTED)
def test_every_dependency_is_locked(requirement: str) -> None:
    name = re.match(r"[\w.-]+", requirement)
    assert name
    assert canonical(name[0]) in locked(), f"run `make lock`: {requirement} is not in requirements.lock"


def test_the_lock_of_uv_is_ignored_since_it_names_hosts() -> None:
    assert "uv.lock" in (PROJECT / ".gitignore").read_text("utf-8").split()
