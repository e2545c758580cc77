"""What every page of the site carries: its head, header, side lists and footer."""

from random import Random

from benchmarks.site.plan import COLUMNS, FRIENDS, Plan, column_of, day_of, list_path, path_of
from benchmarks.site.words import phrase

NAMES = [
    "政务要闻",
    "部门动态",
    "乡镇动态",
    "通知公告",
    "政策文件",
    "政策解读",
    "规范性文件",
    "人事信息",
    "财政预决算",
    "重大项目",
    "招标采购",
    "民生实事",
    "应急管理",
    "安全生产",
    "环境保护",
    "食品药品",
    "教育公开",
    "医疗卫生",
    "社会救助",
    "就业服务",
    "土地征收",
    "行政许可",
    "行政处罚",
    "统计数据",
]

_CSS = "".join(
    f".gov-{number} .m{number % 7}{{margin:{number % 9}px auto;padding:{number % 5}px 10px;color:#3{number % 9}3;"
    f"background:#fff url(/images/bg{number % 10}.png) no-repeat}}\n"
    for number in range(120)
)
_JS = "".join(
    f"function fn{number}(a,b){{var x=a||{number};for(var i=0;i<x;i++){{if(b&&b[i]>{number}){{x+=b[i]*2;}}"
    f"else{{x-=1;}}}}return '{number}'+x;}}\n"
    for number in range(60)
)
_SCRIPT_LINK = """var p='<a href="/script/only_%d.html">x</a>';if(0){document.getElementById('k').title=p;}"""


def head(title: str, metas: dict[str, str], charset: str) -> str:
    """From the doctype to the end of the head, tags in upper case and attributes without quotes as old systems write."""
    tags = "".join(f'<meta name="{name}" content="{value}">\n' for name, value in metas.items())
    return (
        f'<!DOCTYPE html>\n<HTML lang=zh-CN>\n<HEAD>\n<META http-equiv=Content-Type content="text/html; charset={charset}">\n'
        f"<TITLE>{title}</TITLE>\n{tags}<LINK rel=stylesheet type=text/css href=/css/site.css>\n"
        f"<script src=/js/jquery.min.js></script>\n<STYLE>\n{_CSS}</STYLE>\n<SCRIPT>\n{_JS}</SCRIPT>\n</HEAD>\n"
    )


def header() -> str:
    """The navigation: three links for each column."""
    items = "".join(
        f'<LI class="nav n{column}"><A href="/col{column}/" title="{name}">{name}</A>\n'
        f'<DIV class=sub><a href="/col{column}/index_1.html">{name}更多</a><a href=/col{column}/index_2.html>往期</a></DIV>\n'
        for column, name in enumerate(NAMES)
    )
    images = "".join(f'<img src="/images/pic{number}.jpg" alt="图片{number}" border=0>\n' for number in range(10))
    return (
        f"<BODY>\n<DIV id=top class=gov-1><A href=/>首页</A> <a href=/map.html>网站地图</a> "
        f'<a href="javascript:void(0)" onclick="fn1(1)">设为首页</a> <a href="mailto:office@example.gov.cn">邮箱</a> '
        f'<a href="tel:12345">12345</a></DIV>\n<UL class=menu>\n{items}</UL>\n<div class=banner>{images}</div>\n'
    )


def side(random: Random, articles: list[str]) -> str:
    """Two lists of fifteen articles each, drawn anew for every page."""
    blocks = []
    for heading in ("最新信息", "热点关注"):
        rows = "".join(_row(article, articles) for article in random.sample(range(len(articles)), 15))
        blocks.append(f"<div class=side><h3>{heading}</h3><ul>\n{rows}</ul></div>\n")
    return "".join(blocks)


def _row(article: int, articles: list[str]) -> str:
    _, month, day = day_of(article)
    return f'<li><a href="{path_of(article)}" target=_blank>{articles[article]}</a><span>[{month:02}-{day:02}]</span>\n'


def footer(plan: Plan, number: int) -> str:
    """Friend links, half of them in a list to choose from as well, and the functional area."""
    friends = [f"{plan.elsewhere}/site/friend{friend}/" for friend in range(FRIENDS)]
    links = "".join(f'<a href="{url}" target="_blank">友情链接{friend}</a> |\n' for friend, url in enumerate(friends))
    options = "".join(f"<option value={url}>{friend}</option>\n" for friend, url in enumerate(friends[: FRIENDS // 2]))
    return (
        f"<div class=links>{links}<select onchange=go(this)>{options}</select></div>\n"
        f"<!-- <a href=/commented/out_{number}.html>旧栏目</a> -->\n<script>{_SCRIPT_LINK % number}</script>\n"
        f'<div class=foot><a href="{plan.refused_tls}">后台登录</a> <a href="#top">返回顶部</a>\n'
        "<p>主办单位：示例市人民政府办公室　承办：示例市大数据中心</p>\n"
        "<p>联系电话：0000-12345678　网站标识码：3600000000　赣ICP备05000000号-1　赣公网安备36000002000000号</p></div>\n"
        "</BODY>\n</HTML>\n"
    )


def list_rows(articles: range, titles: list[str]) -> str:
    """The rows of a list page, with relative addresses and without the ends of their items."""
    rows = []
    for article in articles:
        year, month, day = day_of(article)
        local = path_of(article).removeprefix(f"/col{column_of(article)}/")
        rows.append(f"<LI><A href=./{local} title='{titles[article]}'>{titles[article]}</A>"
                    f"<SPAN class=date>{year}-{month:02}-{day:02}</SPAN>\n")  # fmt: skip
    return "".join(rows)


def pager(column: int, lists: int) -> str:
    """The links from page to page of a list."""
    return "".join(f'<a href="{list_path(column, number)}">{number + 1}</a>\n' for number in range(lists))


def summary(random: Random) -> str:
    """A line of text without links."""
    return f"<p>{phrase(random, 8, 20)}</p>\n"


COLUMN_NUMBERS = range(COLUMNS)
