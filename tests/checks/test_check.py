"""The decorator and the door: our checks come in as anybody's would."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType

import pytest

from checks import check as door
from checks.check import Check, CheckError, check, load_checks
from checks.evidence import Case, Page, Reach
from checks.finding import Fault, Judgement, Place
from checks.vocabulary import Outcome
from tests.checks.cases import case, page


@check("site.title-missing")
def title_missing(seen: Page, case: Case) -> Iterator[Fault]:
    if not seen.title:
        yield Fault(Place(seen.url))


def test_a_check_is_a_function_that_says_what_it_wants() -> None:
    assert isinstance(title_missing, Check)
    assert (title_missing.indicator, title_missing.wants) == ("site.title-missing", Page)
    assert [fault.place.url for fault in title_missing(page(title=""), case("site.links"))] == [page().url]


def test_a_parameter_that_is_no_evidence_is_refused() -> None:
    def wrong(seen: int, case: Case) -> Judgement:
        return Judgement(Outcome.OK)

    with pytest.raises(CheckError, match="wrong: a check takes"):
        check("site.wrong")(wrong)


def test_a_check_without_a_case_is_refused() -> None:
    def wrong(seen: Reach) -> Judgement:
        return Judgement(Outcome.OK)

    with pytest.raises(CheckError):
        check("site.wrong")(wrong)


@dataclass
class Entry:
    name: str
    module: ModuleType

    def load(self) -> ModuleType:
        return self.module


def module(name: str, **content: object) -> ModuleType:
    made = ModuleType(name)
    vars(made).update(content)
    return made


def test_checks_of_other_packages_come_in_beside_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = module("their_checks", one=title_missing, same=title_missing, other=3)
    monkeypatch.setattr(door, "entry_points", lambda group: [Entry("theirs", theirs)])
    assert load_checks() == (title_missing,)


def test_two_checks_for_one_indicator_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    double = Check("site.title-missing", Page, lambda _page, _case: ())
    entries = [Entry("a", module("a", one=title_missing)), Entry("b", module("b", one=double))]
    monkeypatch.setattr(door, "entry_points", lambda group: entries)
    with pytest.raises(CheckError, match=r"two checks claim the indicator site\.title-missing"):
        load_checks()


def test_no_checks_at_all_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "entry_points", lambda group: [])
    with pytest.raises(CheckError, match="make install"):
        load_checks()


def test_our_own_are_installed_through_the_door() -> None:
    assert "site.links" in {one.indicator for one in load_checks()}
