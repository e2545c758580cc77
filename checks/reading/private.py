"""Whether words hold what is nobody's business: the number of a person, of a mobile telephone, of a bank card.

It serves to cover such places in pictures. It accuses nobody: a number that only looks like one is covered too.
"""

import re
import unicodedata
from datetime import date

_RUN = re.compile(r"(?<![\dA-Za-z])\d(?:[ \t\u2010-\u2015-]?\d){9,18}(?:[ \t-]?[Xx])?(?![\dA-Za-z])")
_GAPS = re.compile(r"[^\dX]")
_MOBILE = re.compile(r"(?:86)?1[3-9]\d{9}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_LONGEST = 2_000


def holds_private(text: str) -> bool:
    """Whether a number of one of these kinds stands in the first 2,000 characters, grouped by gaps or not."""
    folded = unicodedata.normalize("NFKC", text[:_LONGEST])
    return any(_is_private(one) for run in _RUN.findall(folded) for one in _readings(run))


def is_identity_number(number: str) -> bool:
    """Whether 18 digits are the number of a person: region, day of birth and check digit (GB 11643—1999)."""
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", number):
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True))
    return number[17] == _CHECKS[total % 11] and 1850 <= int(number[6:10]) < 2150


def is_mobile(number: str) -> bool:
    """Whether digits are the number of a mobile telephone of the mainland, with or without the country in front."""
    return _MOBILE.fullmatch(number) is not None


def is_bank_card(number: str) -> bool:
    """Whether digits are the number of a bank card: 16 to 19 of them, of a card network, with the digit of Luhn."""
    if not re.fullmatch(r"[3-6]\d{15,18}", number) or len(set(number)) < 2:
        return False
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number))]
    return sum(digit - 9 if digit > 9 else digit for digit in doubled) % 10 == 0


def _readings(run: str) -> set[str]:
    """What may be meant by digits with gaps: all of them as one number, or each group for itself."""
    whole = _GAPS.sub("", run.upper())
    return {whole, *(_GAPS.sub("", one) for one in re.split(r"[^\dX]+", run.upper()))}


def _is_private(number: str) -> bool:
    return is_identity_number(number) or is_mobile(number) or is_bank_card(number)
