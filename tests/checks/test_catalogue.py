"""The catalogue: complete, layered, and wrong entries named by file and line."""

import subprocess
import sys
from pathlib import Path

import pytest

from checks.catalogue import HOME, CatalogueError, State, load_catalogue
from checks.check import load_checks
from checks.vocabulary import Severity, TargetKind

TESTS = Path(__file__).parent


def test_every_check_has_an_entry_and_every_entry_a_check_or_a_reason_why_not() -> None:
    machine = {one.id for one in load_catalogue().values() if one.manual is None}
    assert {one.indicator for one in load_checks()} == machine


def test_every_veto_that_only_a_person_judges_is_read_for() -> None:
    catalogue = load_catalogue()
    read_for = {name for item in catalogue.veto_items for name in item.read_for}
    assert read_for == {one.id for one in catalogue.values() if one.manual}
    assert read_for == {
        "account.fraud", "account.harmful-content", "account.interaction", "account.negative-opinion",
        "account.secret", "account.wording-serious", "site.attack-unhandled", "site.harmful-content",
        "site.interaction-channel", "site.interaction-overdue", "site.negative-opinion", "site.secret",
        "site.services", "site.wording-serious",
    }  # fmt: skip
    assert not any(item.is_automatic for item in catalogue.veto_items if item.read_for)


def test_every_entry_says_what_a_finding_carries() -> None:
    assert [one.id for one in load_catalogue().values() if one.evidence is None] == []


def test_every_entry_has_a_test_that_names_it() -> None:
    tests = "\n".join(path.read_text("utf-8") for path in TESTS.rglob("test_*.py") if path != Path(__file__))
    for indicator in load_catalogue():
        assert f'"{indicator}"' in tests, f"no test for {indicator}"


def test_a_verified_rule_names_its_document_and_our_own_advice_does_not_pretend_to_one() -> None:
    for one in load_catalogue().values():
        assert bool(one.basis.document) is (one.basis.state is not State.OWN), one.id
        assert one.is_official is (one.layer != "product"), one.id


def test_vetoes_depend_on_the_kind_of_target() -> None:
    catalogue = load_catalogue()
    assert catalogue.vetoes_of(TargetKind.PORTAL) == ("site.availability", "site.columns-stale", "site.home-stale")
    assert catalogue.vetoes_of(TargetKind.ACCOUNT) == ("account.stale",)
    assert catalogue.vetoes_of(TargetKind.CHANNEL) == ()


def test_the_judged_veto_items_are_our_vetoes() -> None:
    catalogue = load_catalogue()
    judged = {name for item in catalogue.veto_items for name in item.judged_by}
    assert judged == {one.id for one in catalogue.values() if one.severity is Severity.VETO and not one.manual}
    assert [item.class_ for item in catalogue.veto_items] == ["site"] * 6 + ["account"] * 3


def test_only_what_a_machine_can_tell_may_be_issued_without_a_person() -> None:
    mechanical = {one.id for one in load_catalogue().values() if one.mechanical}
    assert {"site.links", "site.links-home", "site.unreachable", "security.certificate"} <= mechanical
    assert not [name for name in mechanical if load_catalogue()[name].severity is Severity.VETO]


def copied(to: Path, *, layer: str, **files: str) -> Path:
    (to / layer).mkdir(parents=True)
    general = (HOME / "catalogue.toml").read_text("utf-8").partition("[[veto_items]]")[0]
    (to / "catalogue.toml").write_text("veto_items = []\n" + general, "utf-8")
    for name, text in files.items():
        (to / layer / f"site.{name}.toml").write_text(text, "utf-8")
    return to


def entry(name: str = "national-2019/site.links") -> str:
    return (HOME / f"{name}.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "named", "field"),
    [
        ('severity = "deduct"', 'severity = "fatal"', 'severity = "fatal"', "severity"),
        ('severity = "deduct"', 'severity = "deduct"\ncost = 3', "cost = 3", "cost"),
        ("{about}打不开", "{about打不开", "[sentence]", "sentence"),
        ("[basis]", "[basis]\nstated = 1", "stated = 1", "basis.stated"),
    ],
)
def test_a_wrong_entry_is_named_by_file_and_line(tmp_path: Path, old: str, new: str, named: str, field: str) -> None:
    text = entry().replace(old, new)
    home = copied(tmp_path, layer="a", links=text)
    line = text.splitlines().index(named) + 1
    with pytest.raises(CatalogueError) as raised:
        load_catalogue(home, ("a",))
    assert str(raised.value).startswith(f"{home}/a/site.links.toml:{line}: {field}")


def test_broken_toml_is_named(tmp_path: Path) -> None:
    home = copied(tmp_path, layer="a", links="severity = ")
    with pytest.raises(CatalogueError, match=r"site\.links\.toml: not readable as TOML"):
        load_catalogue(home, ("a",))


def test_a_later_layer_overrides_single_fields(tmp_path: Path) -> None:
    home = copied(tmp_path, layer="a", links=entry().replace('not_with = ["site.links-home"]', ""))
    copied(tmp_path / "more", layer="b", links='severity = "veto"')
    (tmp_path / "more" / "b").rename(home / "b")
    both = load_catalogue(home, ("a", "b"))
    assert both["site.links"].severity is Severity.VETO
    assert both["site.links"].points == load_catalogue()["site.links"].points
    assert both["site.links"].title == load_catalogue()["site.links"].title
    assert both.version != load_catalogue(home, ("a",)).version


def test_the_version_is_the_same_in_every_process() -> None:
    ask = "from checks.catalogue import load_catalogue; print(load_catalogue().version)"
    told = {
        subprocess.run(
            [sys.executable, "-c", ask], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert told == {load_catalogue().version + "\n"}


IDS = """
site.unreachable site.availability site.home-stale site.columns-stale site.column-stale site.column-empty site.undated
site.date-forged site.links-home site.links site.identity-footer site.identity-tags site.domain site.error-entry
site.search site.ipv6 site.annual-report site.load-time site.interaction-channel site.interaction-overdue site.services
site.wording-serious site.secret site.harmful-content site.attack-unhandled site.negative-opinion account.stale
account.interaction account.fraud account.wording-serious account.secret account.harmful-content
account.negative-opinion
"""
"""The indicators that offices are promised, each with a check or the reason why a person judges it."""


@pytest.mark.parametrize("name", IDS.split())
def test_every_indicator_that_is_promised_is_there(name: str) -> None:
    entry = load_catalogue()[name]
    assert entry.manual is not None or name in {one.indicator for one in load_checks()}
