import shutil
from pathlib import Path

import pytest

from checks.catalogue import CatalogueError, State
from checks.formalism.meanings import ROLES
from checks.formalism.rules import HOME, Role, load_rules


def test_the_rules_in_force() -> None:
    rules = load_rules()
    assert [rule.code for rule in rules.rules] == [f"F{number}" for number in range(1, 12)]
    assert set(rules.role_words) == set(Role)
    for rule in rules.rules:
        assert rule.effective_from.year == (2026 if rule.code == "F9" else 2023)
        assert all(form.finding or form.public or form.reminder or form.plain for form in rule.forms), rule.code


def test_a_rule_without_an_official_text_accuses_nobody() -> None:
    for rule in load_rules().rules:
        if all(basis.state is State.OWN for basis in rule.basis):
            assert not any(form.finding for form in rule.forms), rule.code


def test_every_frame_names_forms_that_there_are() -> None:
    rules = load_rules()
    known = {rule.code for rule in rules.rules} | {
        f"{rule.code}.{form.name}" for rule in rules.rules for form in rule.forms
    }
    for frame in rules.frames:
        assert set(frame.forms) <= known, frame.name


def test_every_role_that_a_combination_asks_for_can_be_played() -> None:
    rules = load_rules()
    shared = {ROLES[place] for meaning in rules.meanings.values() for place in meaning.shared}
    for rule in rules.rules:
        for form in rule.forms:
            for combination in (*form.finding, *form.public, *form.reminder, *form.plain):
                for role in combination.here | combination.nearby:
                    assert role in shared or form.cues.get(role), f"{rule.code}.{form.name}: {role}"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return shutil.copytree(HOME, tmp_path / "rules")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('code = "F11"', 'code = "quiz"', r"F11\.toml: code"),
        ('code = "F11"', 'code = "F11"\nweight = 3', r"F11\.toml: weight"),
        ('"通过关注"', '"…关注"', r"must begin"),
        ('"通过关注"', '"通過關注"', "must be written as texts are folded: '通过关注'"),
        ('reminder = [["act"', 'reminder = [["deed"', r"F11\.toml: forms\.0\.reminder"),
        ("act = [", "soliciting = [", r"F11\.toml"),
        ("[[forms]]", "[[forms", r"F11\.toml: not readable as TOML"),
    ],
)
def test_a_wrong_rule_is_named_by_its_file(home: Path, old: str, new: str, words: str) -> None:
    file = home / "F11.toml"
    file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(CatalogueError, match=words):
        load_rules(home)


def test_missing_common_rules_are_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"common\.toml"):
        load_rules(tmp_path)


def test_the_version_follows_every_word(home: Path) -> None:
    before = load_rules().version
    file = home / "F1.toml"
    file.write_text(file.read_text("utf-8").replace("自愿", "自己决定"), "utf-8")
    assert load_rules(home).version != before
