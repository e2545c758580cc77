"""Made-up sites by a grammar: what stands around the articles, and where, is drawn for each site.

The true main text of every article is known, so that what a reader takes for it can be measured by characters.
"""

# Markup stands on one line; a seeded generator makes the same site again.
# ruff: noqa: E501, S311

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from checks.evidence import Page
from tests.checks.reading.pages import page_of

HOST = "http://www.yunxi.test"
COLUMNS = ("zwgk/tzgg", "zwgk/zcwj", "xwdt/bmdt", "xwdt/xzdt")
ARTICLES = 9
"""Articles of each column."""

_SUBJECTS = ["市水利局", "县教育局", "文旅局", "市场监管局", "县医院", "茶叶合作社", "市档案馆", "供水公司", "交通运输局", "气象台"]  # fmt: skip
_VERBS = ["检查了", "公布了", "修复了", "清点了", "建成了", "登记了", "查验了", "接收了", "更换了", "评审了"]
_OBJECTS = ["三处护岸", "旧桥的栏杆", "新茶样品", "汛期水位", "报名材料", "乡村道路", "老旧管网", "古籍目录", "候车亭", "灌溉水渠"]  # fmt: skip
_PLACES = ["在云溪河东岸", "在老城区", "在五个乡镇", "在高山茶园", "在火车站前", "在旧码头", "在县城西门", "在两所小学", "在工业园区", "在水库下游"]  # fmt: skip
_NAV = ["首页", "走进云溪", "新闻动态", "政务公开", "办事服务", "互动交流", "数据开放", "专题专栏"]
_SIDE = ["热门服务", "企业开办", "不动产登记", "社会保障卡", "住房公积金", "居住证", "生育登记", "婚姻登记", "常用表格下载"]  # fmt: skip
_FEET = (
    "版权所有：云溪市人民政府办公室",
    "承办：云溪市大数据中心　技术支持：云溪信息",
    "建议使用1024以上分辨率浏览",
    "本站已支持IPv6网络",
    "云公网安备99010002000001号",
)
_ENDS = ("打印本页", "【我要收藏】 【推荐好友】", "分享到：", "附：相关链接", "")


@dataclass(frozen=True, slots=True)
class Made:
    """A page of a made-up site. ``body`` is the true text of an article, ``""`` of any other page."""

    page: Page
    title: str
    body: str
    depth: int


@dataclass(frozen=True, slots=True)
class Site:
    """How a site is made: where its parts stand and what they are."""

    random: Random
    name: str
    nav: str
    side: dict[str, str]
    side_first: bool
    rolling: bool
    end: str
    foot: str
    banner: str
    columns: tuple[str, ...]


def site_of(number: int, *, banner: str = "", side_titles: tuple[str, ...] = (), columns: int = 4) -> Site:
    """The site of that number: the same number makes the same site."""
    random = Random(number)
    used = COLUMNS[:columns]
    tag = random.choice(("li", "div", "p", "td"))
    nav = _rows(random.sample(_NAV, random.randint(4, 8)), tag)
    rows = [*random.sample(_SIDE, random.randint(3, 8)), *side_titles]
    differs = random.random() < 0.5  # by column
    side = {one: _rows([*rows, *([f"{one}栏目导航", f"{one}负责人信箱"] if differs else [])], tag) for one in used}
    foot = "".join(f"<p>{line}</p>" for line in random.sample(_FEET, random.randint(2, 5)))
    return Site(
        random, f"云溪{number}", nav, side, random.random() < 0.4, random.random() < 0.3, random.choice(_ENDS), foot,
        f"<div class=banner>{banner}</div>" if banner else "", used,
    )  # fmt: skip


def _rows(names: list[str], tag: str) -> str:
    inside = "".join(f"<{tag}><a href='/{number}/'>{name}</a></{tag}>" for number, name in enumerate(names))
    return f"<table><tr>{inside}</tr></table>" if tag == "td" else f"<div>{inside}</div>"


def sentence(random: Random) -> str:
    """A sentence of an article, hardly ever drawn twice."""
    parts = random.choice(_SUBJECTS), random.choice(_PLACES), random.choice(_VERBS), random.choice(_OBJECTS)
    return f"{''.join(parts)}，共{random.randint(2, 9_999)}件，{random.choice(_VERBS)}其中{random.randint(2, 999)}件。"


def pages_of(site: Site) -> Iterator[Made]:
    """All pages of a site, the home page first and then as a crawl comes by them."""
    titles = {
        (column, number): f"关于{sentence(site.random)[:-1]}的通报"
        for column in site.columns
        for number in range(ARTICLES)
    }
    shown = [f"<li><a href='/{column}/'>{column}</a></li>" for column in site.columns]
    shown += [f"<li><a href='{_path(*place)}'>{title}</a></li>" for place, title in titles.items() if place[1] < 6]
    yield Made(_page(site, "/", site.name, "".join(shown), site.columns[0]), site.name, "", 0)
    for column in site.columns:
        rows = "".join(
            f"<li><a href='{_path(column, number)}'>{titles[column, number]}</a><span>2026-11-{number + 1:02}</span></li>"
            for number in range(ARTICLES)
        )
        yield Made(_page(site, f"/{column}/", column, f"<ul>{rows}</ul>", column), column, "", 1)
    for (column, number), title in titles.items():
        yield _article(site, column, number, title, list(titles.values()))


def _path(column: str, number: int) -> str:
    return f"/{column}/202611/t202611{number + 1:02}_{number}.html"


def _article(site: Site, column: str, number: int, title: str, titles: list[str]) -> Made:
    random = site.random
    lines = ["".join(sentence(random) for _ in range(random.randint(1, 4))) for _ in range(random.randint(2, 12))]
    day = f"2026-11-{number + 1:02}"
    info = f"<div class=info>发布时间：{day} 来源：{random.choice(_SUBJECTS)} 浏览次数：{random.randint(1, 999)}</div>"
    text = "".join(f"<p>{line}</p>" for line in lines)
    end = f"<div>{site.end}</div>" if site.end else ""
    rolling = ""
    if site.rolling:
        drawn = random.sample(titles, 6)
        rolling = "".join(
            f"<li><a href='/x{at}.html'>{one}</a><span>[11-{at + 1:02}]</span></li>" for at, one in enumerate(drawn)
        )
    main = f"<h1>{title}</h1>{info}{text}{end}<ul>{rolling}</ul>"
    return Made(
        _page(site, _path(column, number), title, main, column), title, "\n".join(lines), 1 if number < 6 else 2
    )


def _page(site: Site, path: str, title: str, main: str, column: str) -> Page:
    side = f"<div class=side>{site.side[column]}</div>"
    middle = f"{side}{main}" if site.side_first else f"{main}{side}"
    return page_of(
        f"<title>{title}_{site.name}</title><body>{site.nav}{site.banner}{middle}<div class=foot>{site.foot}</div>",
        f"{HOST}{path}",
    )
