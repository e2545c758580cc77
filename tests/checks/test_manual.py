"""What only a person can judge: entries with the reason, no check, and no harm repeated in their words."""

import pytest

from checks.catalogue import load_catalogue
from checks.vocabulary import Severity

SENSITIVE = ("site.wording-serious", "site.secret", "site.harmful-content")
PLAIN = (
    "site.attack-unhandled",
    "site.negative-opinion",
    "site.interaction-channel",
    "site.interaction-overdue",
    "site.services",
)
ACCOUNT_SENSITIVE = ("account.wording-serious", "account.secret", "account.harmful-content")
ACCOUNT_PLAIN = ("account.negative-opinion", "account.interaction", "account.fraud")


@pytest.mark.parametrize("name", [*SENSITIVE, *PLAIN, *ACCOUNT_SENSITIVE, *ACCOUNT_PLAIN])
def test_a_person_judges_it_and_the_entry_says_why(name: str) -> None:
    entry = load_catalogue()[name]
    assert entry.manual is not None
    assert entry.severity is Severity.VETO
    assert not entry.mechanical


@pytest.mark.parametrize("name", [*SENSITIVE, *ACCOUNT_SENSITIVE])
def test_the_words_of_what_is_harmful_repeat_nothing_of_it(name: str) -> None:
    entry = load_catalogue()[name]
    assert entry.sensitive
    assert "{" not in entry.sentence.zh + entry.sentence.en
