"""What the ``<style>`` elements of a page load, as links."""

from functools import lru_cache

from checks.evidence import Link
from checks.reading.css import css_addresses
from checks.reading.remembered import Remembered
from checks.reading.urls import Reach, Resolver, reach_of

MAX_RAW = 2_000
"""Characters kept of an address as written."""

_REMEMBERED = 100_000  # characters of a sheet up to which it is worth remembering


def of_sheet(sheet: str, line: int, resolver: Resolver) -> tuple[Link, ...]:
    """The links in a ``<style>`` that begins on that line, 0 when that is unknown."""
    reach = _REACH[sheet]
    if reach is None:
        return ()
    if len(sheet) > _REMEMBERED:
        return _links(sheet, line, resolver)
    return _known(sheet, line, *resolver.within(reach).key)


def _reach_of(sheet: str) -> Reach | None:
    """What the addresses in a sheet depend on, None when it holds none."""
    return max((reach_of(address.raw) for address in css_addresses(sheet)), default=None)


_REACH = Remembered(_reach_of, longest=_REMEMBERED, entries=64)


@lru_cache(maxsize=64)
def _known(sheet: str, line: int, base: str, charset: str) -> tuple[Link, ...]:
    """Remembered, since the pages of a site repeat their styles."""
    return _links(sheet, line, Resolver(base, charset))


def _links(sheet: str, line: int, resolver: Resolver) -> tuple[Link, ...]:
    links: list[Link] = []
    counted = lines = 0
    for raw, position, is_import in css_addresses(sheet):
        url = resolver(raw)
        if url is not None:
            # Counted on from the address before: counting from the start for each takes quadratic time.
            lines += sheet.count("\n", counted, position)
            counted = position
            kind = "@import" if is_import else "url()"
            links.append(Link(url, raw[:MAX_RAW], "style", kind, "", line + lines if line else 0))
    return tuple(links)
