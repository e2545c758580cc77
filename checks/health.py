"""The product's own health grade (健康等级（参考）), A to F: how much an owner has to repair, in one letter.

It is no official grade. It stands in the office's weekly report and on technical views, titled 参考, and never in a
bulletin, in an owner's order or beside an official verdict. All its figures are data (``catalogue.toml``).
"""

from collections.abc import Iterable

from checks.catalogue import Catalogue
from checks.vocabulary import Severity, Verdict


def health(verdict: Verdict, confirmed: Iterable[Severity], catalogue: Catalogue) -> str:
    """The letter for a target, by the severities of its confirmed open findings; empty when nothing could be judged.

    Points are taken from 100 for each finding, by severity and up to a limit of that severity.
    """
    if verdict is Verdict.UNDETERMINED:
        return ""
    found = list(confirmed)
    points = 100.0
    for severity, weight in catalogue.health.weights.items():
        points -= min(weight.most, weight.each * found.count(severity))
    return next(letter for letter, least in catalogue.health.letters.items() if points >= least)
