import pytest

from checks.reading.sitemap import Sitemap, read_sitemap


@pytest.mark.parametrize(
    ("body", "entries"),
    [
        (
            "<urlset>\n<url><loc>http://a.cn/1</loc></url>\n<url>\n<loc> http://a.cn/2?a&amp;b </loc></url></urlset>",
            (("http://a.cn/1", 2), ("http://a.cn/2?a&b", 4)),
        ),
        ('<s:urlset xmlns:s="x"><s:url><s:loc>http://a.cn/1</s:loc></s:url></s:urlset>', (("http://a.cn/1", 1),)),
        ("<urlset><url><loc><![CDATA[http://a.cn/1]]></loc></url></urlset>", (("http://a.cn/1", 1),)),
        ("<urlset><url><loc>http://a.cn/1</loc></url><url><loc>http://a.c", (("http://a.cn/1", 1),)),
        ("<html><loc>http://a.cn/1</loc></html>", ()),
        ("", ()),
    ],
)
def test_sitemaps(body: str, entries: tuple[tuple[str, int], ...]) -> None:
    assert read_sitemap(body.encode(), "text/xml") == Sitemap(entries=entries)


def test_indexes_and_plain_lists() -> None:
    index = read_sitemap(b"<sitemapindex><sitemap><loc>http://a.cn/m.xml</loc></sitemap></sitemapindex>")
    assert (index.is_index, index.entries) == (True, (("http://a.cn/m.xml", 1),))
    assert read_sitemap(b"http://a.cn/1\nnonsense\nhttp://a.cn/2\n", "text/plain").entries == (
        ("http://a.cn/1", 1),
        ("http://a.cn/2", 3),
    )
