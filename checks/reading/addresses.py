"""The addresses of a page without what they are called and where they stand: all that a crawl wants of most pages."""

from collections.abc import Iterable
from typing import NamedTuple

from checks.evidence import Link
from checks.reading.dom import Tree
from checks.reading.links import MAX_LINKS, read_links
from checks.reading.urls import Resolver


class Addresses(NamedTuple):
    """The addresses of a page, as they are written.

    ``leads`` are those of ``<a>`` and ``<area>``, ``loads`` those of pictures and scripts; all others are ``links``.
    ``resolver`` says what they mean on that page.
    """

    leads: list[str]
    loads: list[str]
    links: list[Link]
    resolver: Resolver


def read_addresses(tree: Tree, resolver: Resolver, of_headers: Iterable[Link] = ()) -> Addresses:
    """The addresses of a page: those of :func:`~checks.reading.links.read_links`, in another order.

    ``of_headers`` are those that its answer named beside it.
    """
    # One name after the other: the parser has an index of them.
    leads = [raw for element in tree.elements("a") if (raw := element.attr("href") or element.attr("xlink:href"))]
    leads += [raw for element in tree.elements("area") if (raw := element.attr("href"))]
    loading = ("script",) if tree.having("img", "srcset") else ("script", "img")
    loads = [raw for tag in loading for element in tree.elements(tag) if (raw := element.attr("src"))]
    rest = read_links(tree, resolver, without=("a", "area", *loading))
    room = max(MAX_LINKS - len(leads) - len(loads), 0)
    return Addresses(leads[:MAX_LINKS], loads[: max(MAX_LINKS - len(leads), 0)], [*rest[:room], *of_headers], resolver)
