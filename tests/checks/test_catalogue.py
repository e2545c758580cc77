"""The catalogue: complete, layered, and wrong entries named by file and line."""

from pathlib import Path

import pytest

from checks.catalogue import HOME, CatalogueError, State, load_catalogue
from checks.check import load_checks
from checks.vocabulary import Severity, TargetKind

TESTS = Path(__file__).parent


def test_every_check_has_an_entry_and_every_entry_a_check() -> None:
    assert {one.indicator for one in load_checks()} == set(load_catalogue())


def test_every_entry_has_a_test_file() -> None:
    for indicator in load_catalogue():
        group, _, name = indicator.partition(".")
        stem = {"links-home": "links"}.get(name, name.removesuffix("-missing")).replace("-", "_")
        names = {path.name for path in (TESTS / group).glob("test_*.py")}
        assert {f"test_{stem}.py", f"test_{name.replace('-', '_')}.py"} & names, f"no test for {indicator}"


def test_a_verified_rule_names_its_document_and_our_own_advice_does_not_pretend_to_one() -> None:
    for one in load_catalogue().values():
        assert bool(one.basis.document) is (one.basis.state is not State.OWN), one.id
        assert one.is_official is one.layer.startswith("national"), one.id


def test_vetoes_depend_on_the_kind_of_target() -> None:
    catalogue = load_catalogue()
    assert catalogue.vetoes_of(TargetKind.PORTAL) == ("site.home-stale",)
    assert catalogue.vetoes_of(TargetKind.ACCOUNT) == ("account.stale",)
    assert catalogue.vetoes_of(TargetKind.CHANNEL) == ()


def test_the_judged_veto_items_are_our_vetoes() -> None:
    catalogue = load_catalogue()
    judged = {name for item in catalogue.veto_items for name in item.judged_by}
    assert judged == {one.id for one in catalogue.values() if one.severity is Severity.VETO}
    assert [item.class_ for item in catalogue.veto_items] == ["site"] * 6 + ["account"] * 3


def copied(to: Path, *, layer: str, **files: str) -> Path:
    (to / layer).mkdir(parents=True)
    (to / "catalogue.toml").write_text((HOME / "catalogue.toml").read_text("utf-8"), "utf-8")
    for name, text in files.items():
        (to / layer / f"site.{name}.toml").write_text(text, "utf-8")
    return to


def entry(name: str = "national-2019/site.links") -> str:
    return (HOME / f"{name}.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "line", "field"),
    [
        ('severity = "deduct"', 'severity = "fatal"', 1, "severity"),
        ('severity = "deduct"', 'severity = "deduct"\npoints = 3', 2, "points"),
        ("{about}打不开", "{about打不开", 23, "sentence"),
        ('state = "unverified"', 'state = "surely"', 20, "basis.state"),
    ],
)
def test_a_wrong_entry_is_named_by_file_and_line(tmp_path: Path, old: str, new: str, line: int, field: str) -> None:
    home = copied(tmp_path, layer="a", links=entry().replace(old, new))
    with pytest.raises(CatalogueError) as raised:
        load_catalogue(home, ("a",))
    assert str(raised.value).startswith(f"{home}/a/site.links.toml:{line}: {field}")


def test_broken_toml_is_named(tmp_path: Path) -> None:
    home = copied(tmp_path, layer="a", links="severity = ")
    with pytest.raises(CatalogueError, match=r"site\.links\.toml: not readable as TOML"):
        load_catalogue(home, ("a",))


def test_a_later_layer_overrides_single_fields(tmp_path: Path) -> None:
    home = copied(tmp_path, layer="a", links=entry())
    copied(tmp_path / "more", layer="b", links='severity = "veto"')
    (tmp_path / "more" / "b").rename(home / "b")
    both = load_catalogue(home, ("a", "b"))
    assert both["site.links"].severity is Severity.VETO
    assert both["site.links"].title == load_catalogue()["site.links"].title
    assert both.version != load_catalogue(home, ("a",)).version
