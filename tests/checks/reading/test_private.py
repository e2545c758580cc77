"""Numbers that are nobody's business, told from those that everybody may read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.reading.private import holds_private, is_bank_card, is_identity_number, is_mobile


@pytest.mark.parametrize(
    "text",
    [
        "11010519491231002X", "11010519491231002x", "身份证号：110105 19491231 002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "13800138000", "手机138-0013-8000", "138 0013 8000", "+8613800138000", "13800138000 13900139000",
        "联系电话：0795-3998111 13800138000", "6222020200112233446", "6222 0202 0011 2233 446", "4111111111111111",
    ],
)  # fmt: skip
def test_private(text: str) -> None:
    assert holds_private(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "0795-3998111", "3609000001", "赣ICP备05001234号", "2026-11-24 09:30:00", "20261124091122334455",
        "110105194912310021",  # its check digit is wrong
        "110105194913310020",  # there is no such day
        "12800138000", "1380013800", "138001380001", "6222020200112233447", "911110000000000000", "1111111111111111",
        "统一社会信用代码 91360900MA35ABCD1X", "0000000000000000", "信访电话12345", "A13800138000B",
    ],
)  # fmt: skip
def test_public(text: str) -> None:
    assert not holds_private(text)


@given(st.text(alphabet=st.sampled_from("0123456789Xx- \u3000年月日abc　０１"), max_size=3000))
def test_any_text_is_read_and_too_few_digits_are_no_number(text: str) -> None:
    assert not holds_private(text) or sum(one.isdigit() for one in text) >= 11


@given(st.text(alphabet="0123456789", min_size=17, max_size=17))
def test_of_the_last_digits_one_at_most_is_right(front: str) -> None:
    assert sum(is_identity_number(front + last) for last in "0123456789X") <= 1


def test_kinds() -> None:
    assert is_mobile("8613800138000")
    assert not is_mobile("10086")
    assert is_bank_card("6222020200112233446")
    assert not is_bank_card("11010519491231002X")
