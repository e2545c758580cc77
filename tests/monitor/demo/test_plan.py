from pathlib import Path

import pytest

from monitor.demo import plan
from monitor.demo.pages import SitePages, file_reply
from monitor.demo.plan import CityError, SitePlan, read_accounts, read_sites
from monitor.demo.truth import load_truth
from tests.city import AS_OF

PORTAL = next(site for site in read_sites() if site.host == "www.yunxi.test" and site.prefix == "/")


def faults_named(sites: list[SitePlan]) -> set[str]:
    named = {withheld.fault for site in sites for withheld in site.withheld}
    for site in sites:
        if site.serving:
            serving = site.serving
            named |= {serving.plain_fault, serving.certificate_fault, serving.down_fault, *serving.left_out.values()}
        named |= {script.fault for script in site.home_scripts} | {page.fault for page in site.pages}
        named |= {*site.footer_lacks.values(), *(tag.fault for tag in site.tags.values())}
        for article in site.articles:
            named |= {
                article.after,
                article.undated,
                article.until,
                *(link.fault for link in (*article.links, *article.attachments)),
            }
    named |= {neighbour.gone_fault for neighbour in plan.read_neighbours()}
    named |= {fault for account in read_accounts() for post in account.posts for fault in (post.after, post.until)}
    return named - {""}


def test_the_city_plants_exactly_the_faults_of_the_truth() -> None:
    assert faults_named(read_sites()) == {
        name for name, fault in load_truth().faults.items() if not fault.part_of and fault.needs != "week"
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("host = ", "site.toml"),
        ('host = "a.test"\nprefix = "/"\nrows = "many"', "Field required"),
    ],
)
def test_a_site_that_cannot_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, message: str
) -> None:
    (tmp_path / "a.test").mkdir()
    (tmp_path / "a.test" / "site.toml").write_text(text, "utf-8")
    monkeypatch.setattr(plan, "PAGES", tmp_path)
    with pytest.raises(CityError, match=message) as error:
        read_sites()
    assert "a.test" in str(error.value)


def test_an_article_needs_a_column_of_its_site() -> None:
    article = PORTAL.articles[0].model_copy(update={"column": "nowhere/"})
    with pytest.raises(CityError, match="nowhere/"):
        SitePages(PORTAL.model_copy(update={"articles": (article,)}), AS_OF, frozenset()).replies()


def test_only_what_is_there_can_be_withheld() -> None:
    withheld = PORTAL.withheld[0].model_copy(update={"path": "nothing.html"})
    with pytest.raises(CityError, match=r"/nothing\.html"):
        SitePages(PORTAL.model_copy(update={"withheld": (withheld,)}), AS_OF, frozenset()).replies()


def test_a_file_without_a_content_type_is_named(tmp_path: Path) -> None:
    (tmp_path / "song.mp3").write_bytes(b"")
    with pytest.raises(CityError, match=r"song\.mp3"):
        file_reply(tmp_path / "song.mp3")


def test_what_a_page_says_is_escaped() -> None:
    article = PORTAL.articles[0].model_copy(update={"title": "<b>通知</b>"})
    pages = SitePages(PORTAL.model_copy(update={"articles": (article,), "withheld": ()}), AS_OF, frozenset())
    assert "&lt;b&gt;通知&lt;/b&gt;" in pages.replies()["/"].body.decode()
