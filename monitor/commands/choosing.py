"""Which findings a person means: numbers, ranges, units, indicators, ``unit/indicator``, or all that wait."""

import re
from collections.abc import Callable, Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from checks.catalogue import Catalogue
from registry.decisions.reviews import Asked, the_finding
from registry.errors import TicketError
from registry.targets import list_targets

ALL = frozenset({"all", "全部"})
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_RANGE = re.compile(r"(\d{1,9})-(\d{1,9})", re.ASCII)


async def chosen(
    session: AsyncSession, office_id: int, asked: Sequence[Asked], words: Sequence[str], catalogue: Catalogue
) -> list[Asked]:
    """The findings that ``words`` name, each once. A number names any finding, all else only those in ``asked``.

    Raises :class:`TicketError` for a word that names nothing.
    """
    found: dict[int, Asked] = {}
    for word in (word.strip() for word in words):
        if _NUMBER.fullmatch(word):
            number = int(word)
            waiting = next((one for one in asked if one.number == number), None)
            found[number] = waiting or await the_finding(session, office_id, number)
        else:
            fits = await _fitting(session, office_id, word, asked, catalogue)
            found.update((one.number, one) for one in asked if fits(one))
    return list(found.values())


async def _fitting(
    session: AsyncSession, office_id: int, word: str, asked: Sequence[Asked], catalogue: Catalogue
) -> Callable[[Asked], bool]:
    if word in ALL:
        return lambda _one: True
    if numbers := _RANGE.fullmatch(word):
        first, last = int(numbers[1]), int(numbers[2])
        return lambda one: first <= one.number <= last
    unit, slash, kind = word.partition("/")
    names = [unit, kind] if slash else [word]
    entries = await list_targets(session, office_id)
    known = {name for entry in entries for name in (entry.unit.name, entry.target.name)}
    known |= {one.unit.name for one in asked}
    known |= {name for entry in catalogue.values() for name in (entry.id, entry.title.zh)}
    if unknown := [name for name in names if name not in known]:
        raise TicketError(
            f"没有叫“{unknown[0][:40]}”的单位、网站或指标：请写问题序号、单位全称、指标（如 site.links）、"
            "单位/指标，或 all。用 govwatch tickets pending 查看。"
        )
    return lambda one: all(name in _names(one, catalogue) for name in names)


def _names(one: Asked, catalogue: Catalogue) -> set[str]:
    entry = catalogue.get(one.finding.indicator)
    names = {one.unit.name, one.entry.target.name, one.finding.indicator}
    return names | ({entry.title.zh} if entry else set())
