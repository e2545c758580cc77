"""The addresses of a page are those of its links, in another order and at a fraction of the cost."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.evidence import Link, PageLevel, Response
from checks.reading.links import MAX_LINKS
from checks.reading.page import read_page, settled
from checks.reading.reading import addresses_of, says_much
from checks.vocabulary import LinkOutcome
from tests.shared_data import REALDATA, needs_shared

URL = "http://www.yichun.gov.cn/zwgk/tzgg/"
PIECES = (
    *("<a href=x>x</a>", "<a href=x rel=next>x</a>", "<a>none</a>", "<a href=''>x</a>", "<a href='http://[bad'>x</a>"),
    *("<area href=y#z alt=t>", "<svg><a xlink:href=s><text>s</text></a></svg>", "<img src=i>", "<img srcset='j 2x'>"),
    *("<img src=i#k srcset='j 2x'>", "<script src=c></script>", "<script>var a='<a href=no>'</script>"),
    *(
        "<link rel=stylesheet href=l>",
        "<link rel=preconnect href=l>",
        "<iframe src=f></iframe>",
        "<form action=q></form>",
    ),
    *("<style>p{background:url(u)}@import 'v'</style>", "<p style='background:url(w)'>", "<td background=b>"),
    *("<template><a href=no>", "</template>", "<base href=/other/>", "<meta http-equiv=refresh content='0;url=m'>"),
    *(
        "<a href='javascript:x()'>x</a>",
        "<object data=o></object>",
        "<!-- <a href=no> -->",
        "<a href='/查?词=一'>x</a>",
    ),
)


def response(body: bytes) -> Response:
    headers = (("content-type", "text/html"), ("link", "</h.css>; rel=stylesheet"))
    return Response(URL, URL, LinkOutcome.OK, 200, headers, body)


def same(link: Link) -> tuple[str, str]:
    return link.url or link.raw, link.tag if link.tag not in {"a", "area", "img", "script"} else ""


def both_ways(body: bytes) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """The addresses of a page, read alone and as those of its links."""
    leads, loads, links, resolver = addresses_of(read_page(response(body)))
    meant = [(url or raw, "") for raw in (*leads, *loads) if (url := resolver(raw)) is not None]
    expected = read_page(response(body)).links
    return Counter([*meant, *map(same, links)]), Counter(map(same, expected))


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_they_are_those_of_the_links(pieces: list[str]) -> None:
    alone, of_links = both_ways("".join(pieces).encode())
    assert alone == of_links


@needs_shared
def test_they_are_those_of_the_links_of_real_pages() -> None:
    files = sorted((REALDATA / "gov-pages").glob("*.html"))
    assert files
    for file in files:
        alone, of_links = both_ways(file.read_bytes())
        assert alone == of_links, file.name


def test_no_more_are_read_than_links_would_be() -> None:
    body = b"<a href=x>x</a><img src=i><iframe src=f></iframe>" * MAX_LINKS
    leads, loads, links, _ = addresses_of(read_page(response(body)))
    assert (len(leads), len(loads), len(links)) == (MAX_LINKS, 0, 1)  # the one of the headers is not counted


def test_of_a_page_whose_links_were_read_they_are_these() -> None:
    page = read_page(response(b"<a href=x>x</a>"))
    assert addresses_of(page).leads == ["x"]
    links = page.links
    assert addresses_of(page)[:3] == ([], [], list(links))
    assert addresses_of(settled(page))[:3] == ([], [], list(links))


@pytest.mark.parametrize(("links", "much"), [(5, False), (80, False), (81, True), (400, True)])
def test_a_page_with_many_links_surely_says_much(links: int, much: bool) -> None:
    page = read_page(response(b"<a href=x>x</a>" * links))
    assert says_much(page) is much
    assert not says_much(settled(page))
    assert not says_much(replace(page, level=PageLevel.HOME))


@needs_shared
def test_no_real_page_with_many_links_says_little() -> None:
    pages = [read_page(response(file.read_bytes())) for file in sorted((REALDATA / "gov-pages").glob("*.html"))]
    assert all(len(page.text) > 400 for page in pages if says_much(page))
