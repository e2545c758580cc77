import pytest

from checks.evidence import FooterItem
from tests.checks.reading.pages import page_of

FOOTER = """<div class=foot><a href=/map.html>网站地图</a> | <a href=/lxwm.html>联系我们</a><br>
主办单位：宜春市人民政府办公室 承办：宜春市大数据中心<br>电话：0795-3270639 网站标识码：3609000004
<a href=https://beian.miit.gov.cn/>赣ICP备10004638号-1</a>
<a href=http://www.beian.gov.cn/portal>赣公网安备 36090202000071号</a>
<a href="https://bszs.conac.cn/sitename?method=show&id=0B00"><img src=red.png></a>
<script src=//zfwzgl.www.gov.cn/exposure/jiucuo.js></script></div>"""


def test_all_items_of_a_full_footer_are_found() -> None:
    assert page_of(f"<p>{'正文' * 3000}</p>{FOOTER}").footer == {
        FooterItem.SITE_CODE: "3609000004",
        FooterItem.ICP: "赣ICP备10004638号-1",
        FooterItem.POLICE: "赣公网安备 36090202000071号",
        FooterItem.ORGANISER: "主办单位：宜春市人民政府办公室",
        FooterItem.CONTACT: "联系我们",
        FooterItem.SITEMAP: "网站地图",
        FooterItem.PARTY_GOVERNMENT_BADGE: "https://bszs.conac.cn/sitename?method=show&id=0B00",
        FooterItem.ERROR_REPORT: "http://zfwzgl.www.gov.cn/exposure/jiucuo.js",
    }


@pytest.mark.parametrize(
    ("html", "item", "found"),
    [
        ("政府网站标识码bm01000001", FooterItem.SITE_CODE, "bm01000001"),
        ("网站标识码: 3609000004", FooterItem.SITE_CODE, "3609000004"),
        ("ICP备案号：赣ICP备10004638号", FooterItem.ICP, "赣ICP备10004638号"),
        ("公安备案号 36090202000071 网站标识码", FooterItem.POLICE, "公安备案号 36090202000071"),
        ("宜春市人民政府办公室主办 版权所有", FooterItem.ORGANISER, "宜春市人民政府办公室主办"),
        ("版权所有 主办：宜春市人民政府", FooterItem.ORGANISER, "主办：宜春市人民政府"),
        ("版权所有 地址：宜春市宜阳大厦", FooterItem.CONTACT, "地址：宜春市宜阳大厦"),
        ("版权所有 master@yctravel.gov.cn", FooterItem.CONTACT, "master@yctravel.gov.cn"),
        ("<a href=x>站点地图</a> 版权所有", FooterItem.SITEMAP, "站点地图"),
        ("<a href=x>网站纠错</a>", FooterItem.ERROR_REPORT, "网站纠错"),
        ("<a href=x>我要找错</a>", FooterItem.ERROR_REPORT, "我要找错"),
        (
            "<script>document.write(unescape(\"%3Cscript src='x/jiucuo.js'%3E\"))</script>",
            FooterItem.ERROR_REPORT,
            "jiucuo",
        ),
    ],
)
def test_items_in_their_many_forms(html: str, item: FooterItem, found: str) -> None:
    assert page_of(f"<p>{html}</p>").footer[item] == found


def test_the_badge_is_found_in_the_script_that_writes_it() -> None:
    script = (
        "document.write(unescape(\"%3Cscript src='https://dcs.conac.cn/js/15/232/CA15.js' type='text/javascript'%3E\"))"
    )
    assert page_of(f"<script>{script}</script>").footer == {
        FooterItem.PARTY_GOVERNMENT_BADGE: "dcs.conac.cn/js/15/232/CA15.js"
    }


@pytest.mark.parametrize(
    "html",
    [
        "<p>活动由宜春市教育局主办，联系电话：0795-3270639。</p>",
        "<!-- 网站标识码：3609000004 赣ICP备10004638号 -->",
        "<div style='display:none'>网站标识码：3609000004 <a href=x>网站地图</a></div>",
        "<script>var a = '网站标识码：3609000004'</script>",
        "<p>标识码：36090000041</p>",
        "<p>关于全省政府网站纠错情况的通报</p><a href=x>关于全省政府网站纠错工作情况的通报</a>",
    ],
)
def test_what_is_no_item_of_a_footer(html: str) -> None:
    assert page_of(html).footer == {}


def test_contacts_of_the_article_are_not_those_of_the_site() -> None:
    article = f"<p>联系电话：0795-3270639</p><p>{'正文' * 400}</p>"
    assert FooterItem.CONTACT not in page_of(article + "<p>网站标识码：3609000004</p>").footer
