"""Pages of many layouts are read right: of those that rules were written by, and of those set aside."""

from datetime import UTC, datetime

import pytest

from checks.evidence import Page, Response
from checks.reading.page import read_page
from checks.vocabulary import LinkOutcome
from tests.checks.reading.variants.generate import Variant, variants

SEEN = datetime(2024, 3, 10, 4, tzinfo=UTC)
SHARE = 0.99
ALL = variants()


def page_of(variant: Variant) -> Page:
    headers = (("content-type", "text/html; charset=utf-8"),)
    return read_page(Response(variant.url, variant.url, LinkOutcome.OK, 200, headers, variant.html.encode(), at=SEEN))


def is_right(variant: Variant) -> bool:
    page = page_of(variant)
    if page.kind != variant.kind:
        return False
    if variant.kind == "article":
        return (page.published.day if page.published else None) == variant.published
    return max((read.day for read in page.dates), default=None) == variant.newest and page.published is None


def test_there_are_enough_of_both_parts() -> None:
    lists_and_homes = [one for one in ALL if one.kind != "article"]
    assert len(lists_and_homes) >= 60
    assert sum(one.is_set_aside for one in lists_and_homes) >= 60
    assert len({one.html for one in ALL}) == len(ALL)


def test_variants_are_read_right() -> None:
    seen = [one for one in ALL if not one.is_set_aside]
    wrong = [one.name for one in seen if not is_right(one)]
    assert len(wrong) <= (1 - SHARE) * len(seen), "\n".join(wrong)


@pytest.mark.parametrize("kind", ["list", "home", "article"])
def test_those_set_aside_are_read_right(kind: str) -> None:
    """Only how many were wrong is told: whoever reads which ones writes rules by them."""
    aside = [one for one in ALL if one.is_set_aside and one.kind == kind]
    wrong = sum(not is_right(one) for one in aside)
    assert wrong <= (1 - SHARE) * len(aside), f"{wrong} of {len(aside)} wrong"
