"""Variants by their number: what is drawn from the grammar, and which are set aside.

A third of them is set aside by a hash of their names: nobody reads what went wrong there while writing rules; only how
many went wrong is told.
"""

# Markup stands on one line; chance that must always be the same.
# ruff: noqa: E501, S311

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tests.checks.reading.variants import grammar

LISTS, HOMES, ARTICLES = 200, 80, 60


@dataclass(frozen=True)
class Variant:
    """A page and what is true of it: its kind, its newest row, or None where no row says its day."""

    name: str
    kind: str
    html: str
    url: str
    newest: date | None = None
    published: date | None = None

    @property
    def is_set_aside(self) -> bool:
        """Whether it belongs to the part that rules are not written by."""
        return hashlib.sha256(self.name.encode()).digest()[0] % 3 == 0


def variants() -> list[Variant]:
    """All of them, always the same."""
    return [
        *(_list(number) for number in range(LISTS)),
        *(_home(number) for number in range(HOMES)),
        *(_article(number) for number in range(ARTICLES)),
    ]


def _rows(random: Random, count: int, first: date, folder: str) -> list[tuple[str, str, date]]:
    rows, day = [], first
    for _ in range(count):
        rows.append((grammar.subject(random), grammar.address(folder, day, random), day))
        day -= timedelta(days=random.choice((0, 1, 1, 2, 3)))
    return rows


def _list(number: int) -> Variant:
    random = Random(f"list {number}")
    style, days = grammar.ROWS[number % len(grammar.ROWS)], grammar.DAYS[(number * 7) % len(grammar.DAYS)]
    trap, footer = random.choice(list(grammar.TRAPS)), random.choice(list(grammar.FOOTERS))
    count = 12 if days == "short" else random.choice((3, 8, 15, 25))
    column = random.choice(grammar.COLUMNS)
    first = grammar.SEEN - timedelta(days=random.choice((1, 2, 5, 13, 20, 34)))
    rows = _rows(random, count, first, "tzgg")
    pinned = random.random() < 0.2 and days != "short"
    if pinned:  # an old notice stands on top
        rows.insert(0, (grammar.subject(random), "/tzgg/1.html", first - timedelta(days=60)))
    side = ""
    if random.random() < 0.3:
        older = _rows(random, 5, first - timedelta(days=9), "rdgz")
        side = f"<div class=side><h3>热点关注</h3>{grammar.listed('li span', 'iso', older)}</div>"
    tag = f"<meta name=ColumnName content='{column}'>" if random.random() < 0.5 else ""
    body = grammar.listed(style, days, rows)
    html = (
        f"<!doctype html><html><head><title>{column}_云溪市教育局</title>{tag}{grammar.TRAPS[trap]}</head><body>"
        f"<ul class=nav>{grammar.NAVIGATION}</ul><div class=where>当前位置：<a href='/'>首页</a> &gt; <a href='/tzgg/'>{column}</a></div>"
        f"<h2>{column}</h2>{body}{random.choice(grammar.PAGERS)}{side}<div class=foot>{grammar.FOOTERS[footer]}</div></body></html>"
    )
    name = f"list {number}: {style}, {days}, {trap}, {footer}{', pinned' if pinned else ''}"
    return Variant(name, "list", html, "http://jyj.yunxi.gov.cn/tzgg/index.html", max(day for _, _, day in rows))


def _home(number: int) -> Variant:
    random = Random(f"home {number}")
    plain = [style for style in grammar.ROWS if style not in {"json", "xml"}]
    trap, footer = random.choice(list(grammar.TRAPS)), random.choice(list(grammar.FOOTERS))
    blocks, newest, named = [], date.min, []
    for place, column in enumerate(random.sample(grammar.COLUMNS, random.choice((3, 5, 6)))):
        style = random.choice(plain)
        days = random.choice([one for one in grammar.DAYS if one != "short"])
        named.append(f"{style}/{days}")
        rows = _rows(
            random, random.choice((3, 5, 7)), grammar.SEEN - timedelta(days=random.choice((1, 3, 8, 21))), f"c{place}"
        )
        newest = max(newest, *(day for _, _, day in rows))
        blocks.append(
            f"<div class=box><h2><a href='/c{place}/'>{column}</a><a href='/c{place}/'>更多</a></h2>{grammar.listed(style, days, rows)}</div>"
        )
    carousel = "".join(f"<li><a href='/c0/{one}.html'><img src=/p{one}.jpg alt='图片'></a></li>" for one in range(3))
    html = (
        f"<!doctype html><html><head><title>云溪市教育局网站</title><meta name=SiteName content='云溪市教育局网站'>{grammar.TRAPS[trap]}</head>"
        f"<body><ul class=nav>{grammar.NAVIGATION}</ul><ul>{carousel}</ul>{''.join(blocks)}"
        f"<div class=foot>{grammar.FOOTERS[footer]}</div></body></html>"
    )
    return Variant(f"home {number}: {' '.join(named)}, {trap}", "home", html, "http://jyj.yunxi.gov.cn/", newest)


_STATED = (
    ("发布时间：{iso}", True),
    ("发布日期：{hanzi}　来源：市教育局", True),
    ("日期：{dots}  浏览次数：12", True),
    ("时间：{iso} 09:12 来源：云溪日报 字号：大 中 小", True),
    ("来源：云溪市政府　{slashes}", True),
    ("作者：办公室　发表时间：{wide}", True),
    ("【发布时间】 {iso} 【来源】 本站", True),
    ("公开日期：</td><td>{iso}", True),
    ("{numerals} 来源：本站", True),
    ("", False),
)


def _article(number: int) -> Variant:
    random = Random(f"article {number}")
    stated, is_dated = _STATED[number % len(_STATED)]
    trap, footer = random.choice(list(grammar.TRAPS)), random.choice(list(grammar.FOOTERS))
    day = grammar.SEEN - timedelta(days=random.randrange(1, 400))
    said = stated.format(
        iso=day.isoformat(),
        hanzi=grammar.written("hanzi", day),
        dots=grammar.written("dots", day),
        slashes=grammar.written("slashes", day),
        wide=grammar.written("wide", day),
        numerals=grammar.written("in numerals", day),
    )
    title = grammar.subject(random)
    text = (
        "为做好有关工作，现将有关事项通知如下。报名截止时间：2024年4月30日。自2024年5月1日起施行，有效期至2029年4月30日。"
        * 3
    )
    side = ""
    if random.random() < 0.5:
        rows = _rows(random, 4, grammar.SEEN - timedelta(days=1), "rdgz")
        side = f"<div><h3>相关新闻</h3>{grammar.listed('li span', 'iso', rows)}</div>"
    html = (
        f"<!doctype html><html><head><title>{title} - 云溪市教育局网站</title>{grammar.TRAPS[trap]}</head><body>"
        f"<ul class=nav>{grammar.NAVIGATION}</ul><h1>{title}</h1><table><tr><td>{said}</td></tr></table>"
        f"<div class=text><p>{text}</p><p>云溪市教育局</p><p>2024年1月3日</p></div>{side}"
        f"<div class=foot>{grammar.FOOTERS[footer]}</div></body></html>"
    )
    url = "http://jyj.yunxi.gov.cn/tzgg/content/post_1012.html"
    return Variant(
        f"article {number}: {stated}, {trap}, {footer}", "article", html, url, None, day if is_dated else None
    )
