"""Main text apart from the template: measured on made-up sites, and what must not be taken for template."""

# A seeded generator makes the same site again: nothing is secret.
# ruff: noqa: S311

import time
from collections import Counter
from random import Random

import pytest

from checks.reading.article import read_article
from checks.reading.template import MIN_PAGES, NO_TEMPLATE, Shown, Template, column_in, learn
from tests.checks.reading.made_sites import Made, pages_of, sentence, site_of
from tests.checks.reading.pages import page_of
from tests.shared_data import REALDATA, needs_shared

HOST = "http://www.yunxi.test"


def learnt(made: list[Made]) -> Template:
    return learn(Shown(one.page.url, one.page.text, read_article(one.page) is not None) for one in made)


def characters(lines: Counter[str]) -> int:
    return sum(len(line) * count for line, count in lines.items())


@pytest.mark.parametrize("number", range(24))
def test_the_main_text_of_made_up_sites(number: int) -> None:
    made = list(pages_of(site_of(number)))
    template = learnt(made)
    taken, true, both = 0, 0, 0
    for one in made:
        article = read_article(one.page)
        assert (article is not None) == bool(one.body), one.page.url
        if article is not None:
            said = Counter(template.without(article.text, one.page.url).split("\n"))
            body = Counter(one.body.split("\n"))
            taken, true, both = taken + characters(said), true + characters(body), both + characters(said & body)
    assert both == true  # nothing of any article is lost
    assert both / taken >= 0.98


def articles(count: int, *lines: str, column: str = "zwgk/tzgg", seed: int = 1) -> list[Shown]:
    random = Random(seed)
    return [
        Shown(f"{HOST}/{column}/t{at}.html", "\n".join([*lines, sentence(random), sentence(random)]), is_article=True)
        for at in range(count)
    ]


def test_a_line_on_most_pages_is_template_and_one_on_half_of_them_is_not() -> None:
    most, half = articles(6, "云溪发布"), articles(10, "云溪发布", seed=2)[:0]
    assert learn(most).lines == {"云溪发布"}
    half = [*articles(5, "云溪发布", column="a/b"), *articles(5, column="a/c", seed=2)]
    assert learn(half).lines == frozenset()
    assert learn(half).columns == {"/a/b/": frozenset({"云溪发布"})}
    assert learn(half).without("云溪发布\n正文", f"{HOST}/a/b/2026/t9.html") == "正文"
    assert learn(half).without("云溪发布\n正文", f"{HOST}/a/c/2026/t9.html") == "云溪发布\n正文"


def test_of_a_few_pages_nothing_is_learnt() -> None:
    template = learn(articles(MIN_PAGES - 1, "云溪发布"), rare=True)
    assert (template.lines, template.parts) == (frozenset(), ())
    assert any("云溪发布" in part.lines for part in template.rare)
    assert learn([]) == NO_TEMPLATE


def test_whom_an_order_is_addressed_to_stays() -> None:
    called = "各县（市、区）人民政府，市政府各部门："
    assert learn(articles(9, called, "云溪发布")).lines == {"云溪发布"}


def test_it_does_not_depend_on_the_order_of_the_pages() -> None:
    pages = [*articles(40, "云溪发布", "横幅"), *articles(40, "云溪发布", column="xwdt", seed=2)]
    shuffled = list(pages)
    Random(3).shuffle(shuffled)
    assert learn(pages) == learn(reversed(pages)) == learn(shuffled)


def test_lines_that_stand_below_each_other_are_one_part() -> None:
    (part,) = learn(articles(9, "请全体干部职工关注“云溪发布”。", "关注率纳入考核。")).parts
    assert part.lines == ("请全体干部职工关注“云溪发布”。", "关注率纳入考核。")


@pytest.mark.parametrize(
    ("url", "column"),
    [
        (f"{HOST}/zwgk/tzgg/202611/t20261101_9.html", "/zwgk/tzgg/"),
        (f"{HOST}/art/2026/11/1/art_33_9.html", "/art/"),
        (f"{HOST}/zwgk/tzgg/content/post_9.html", "/zwgk/tzgg/content/"),
        (f"{HOST}/a.html", "/"),
        (f"{HOST}/", "/"),
        ("file:///a.html", "/"),
    ],
)
def test_numbers_in_an_address_are_no_column(url: str, column: str) -> None:
    assert column_in(url) == column


@needs_shared
@pytest.mark.parametrize("host", ["www.gz.gov.cn", "www.thnet.gov.cn"])
def test_real_articles_of_a_site_lose_nothing_of_their_own(host: str) -> None:
    files = sorted((REALDATA / "gov-pages").glob(f"{host}_article*"))
    pages = [page_of(file.read_bytes(), f"http://{host}/{file.name}") for file in files]
    articles = {page.url: article for page in pages if (article := read_article(page)) is not None}
    template = learn(Shown(page.url, page.text, page.url in articles) for page in pages)
    assert len(articles) == len(files) >= 10
    assert len(template.lines) >= 20
    for url, article in articles.items():
        kept = set(template.without(article.text, url).split("\n"))
        assert {line for line in article.text.split("\n") if line not in kept} <= {
            "分享到", "-", "-次", "A+大 A+中 A+小"
        }  # fmt: skip


HOSTILE = {
    "one line": "关注" * 100_000,
    "short lines": "关\n" * 100_000,
    "different lines": "\n".join(map(str, range(40_000))),
    "blank lines": "\n" * 200_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_are_learnt_from_in_time(name: str) -> None:
    pages = [Shown(f"{HOST}/{at}.html", HOSTILE[name], is_article=True) for at in range(12)]
    begin = time.process_time()
    template = learn(pages)
    for page in pages:
        template.without(page.text, page.url)
    assert time.process_time() - begin < 5.0
