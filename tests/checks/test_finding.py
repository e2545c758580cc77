"""Identity of a finding."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from checks.finding import Finding, fingerprint
from checks.vocabulary import Severity

parts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


def test_the_fingerprint_is_the_sha256_of_indicator_target_and_about() -> None:
    finding = Finding("site.links", "t1", "http://a.test/b", Severity.DEDUCT, "http://a.test/b")
    assert finding.fingerprint == hashlib.sha256(b"site.links\0t1\0http://a.test/b").hexdigest()


def test_figures_and_places_do_not_change_it() -> None:
    one = Finding("i", "t", "a", Severity.DEDUCT, "u", data={"n": 1}, confirmed=True)
    assert one.fingerprint == Finding("i", "t", "a", Severity.VETO, "v").fingerprint


@given(st.tuples(parts, parts, parts), st.tuples(parts, parts, parts))
def test_different_things_have_different_fingerprints(one: tuple[str, str, str], other: tuple[str, str, str]) -> None:
    assert (fingerprint(*one) == fingerprint(*other)) is (one == other)
