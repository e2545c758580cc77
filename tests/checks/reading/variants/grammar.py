"""The grammar: how a row, a list, a frame and the traps around them are written. Names are drawn from ``random``."""

# Markup stands on one line.
# ruff: noqa: E501

from collections.abc import Callable
from datetime import date
from random import Random

SEEN = date(2024, 3, 10)
"""The day on which all pages are seen."""

_HEADS = ("关于", "我市召开", "市教育局", "全市", "扎实推进", "市水利局举办")
_TAILS = (
    "春季防火工作",
    "老旧小区改造",
    "义务教育招生",
    "安全生产会议",
    "项目建设情况",
    "行政处罚公示",
    "优化营商环境",
)
_ENDS = ("的通知", "的公告", "座谈会", "取得新进展", "（2023年版）", "（2022-2025年）")
COLUMNS = ("工作动态", "通知公告", "政策文件", "政策解读", "部门动态", "县区动态", "公示公告", "人事信息")

Row = Callable[[str, str, date, Random], str]


def subject(random: Random) -> str:
    """The title of an article."""
    return random.choice(_HEADS) + random.choice(_TAILS) + random.choice(_ENDS)


def address(column: str, day: date, random: Random) -> str:
    """The address of an article, as one of the usual systems writes it, without telling its day."""
    number = random.randrange(1_000, 9_999_999)
    return random.choice(
        (f"/{column}/content/post_{number}.html", f"/{column}/{number}.shtml", f"/{column}/art_{number}.html")
    )


_DAYS: dict[str, Callable[[date], str]] = {
    "iso": lambda day: day.isoformat(),
    "brackets": lambda day: f"[{day.isoformat()}]",
    "round": lambda day: f"（{day.isoformat()}）",
    "slashes": lambda day: f"{day.year}/{day.month}/{day.day}",
    "slashes and time": lambda day: f"{day.year}/{day.month}/{day.day} 9:07",
    "dots": lambda day: day.strftime("%Y.%m.%d"),
    "hanzi": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "wide": lambda day: day.isoformat().translate(str.maketrans("0123456789-", "０１２３４５６７８９－")),
    "blanks": lambda day: f"&nbsp;{day.year}&nbsp;-{day.month:02}-{day.day:02}&nbsp;",
    "month and day": lambda day: day.strftime("%m-%d"),
    "month and day in brackets": lambda day: day.strftime("[%m-%d]"),
    "month and day in hanzi": lambda day: f"{day.month}月{day.day}日",
    "long dashes": lambda day: day.strftime("%Y—%m—%d"),
    "minutes": lambda day: f"{day.isoformat()} 16:20",
    "seconds": lambda day: f"{day.isoformat()} 16:20:05",
    "short": lambda day: day.strftime("%y-%m-%d"),
    "ago": lambda day: {0: "今天", 1: "昨天", 2: "前天"}.get((SEEN - day).days, f"{(SEEN - day).days}天前"),
    "in numerals": lambda day: f"{_numerals(day.year)}年{_small(day.month)}月{_small(day.day)}日",
}
DAYS = tuple(_DAYS)


def written(style: str, day: date) -> str:
    """A day as a page of that style writes it."""
    return _DAYS[style](day)


def _numerals(year: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))


def _small(number: int) -> str:
    tens, ones = divmod(number, 10)
    front = "" if not tens else "十" if tens == 1 else "〇一二三"[tens] + "十"
    return front + ("一二三四五六七八九"[ones - 1] if ones else "")


def _split(day: date, href: str, title: str) -> str:
    year, number = day.strftime("%Y-%m"), f"{day.day:02}"
    return (
        f"<div class=item><div class=time><b>{number}</b><i>{year}</i></div><h3><a href='{href}'>{title}</a></h3></div>"
    )


_ROWS: dict[str, Callable[[str, str, str], str]] = {
    "li span": lambda href, title, day: f"<li><a href='{href}'>{title}</a><span>{day}</span></li>",
    "span li": lambda href, title, day: (
        f"<li><span class=date>{day}</span><a href='{href}' title='{title}'>{title}</a></li>"
    ),
    "in link": lambda href, title, day: f"<li><a href='{href}'><p>{title}</p><em>{day}</em></a></li>",
    "cells": lambda href, title, day: f"<tr><td>·</td><td><a href='{href}'>{title}</a></td><td>{day}</td></tr>",
    "numbered": lambda href, title, day: (
        f"<tr><td>1</td><td><a href='{href}'>{title}</a></td><td>市政府</td><td>{day}</td></tr>"
    ),
    "definitions": lambda href, title, day: f"<dl><dt><a href='{href}'>{title}</a></dt><dd>{day}</dd></dl>",
    "divs": lambda href, title, day: (
        f"<div class=row><div class=t><a href='{href}'>{title}</a></div><div class=d>{day}</div></div>"
    ),
    "day first": lambda href, title, day: (
        f"<div class=row><div class=d>{day}</div><div class=t><a href='{href}'>{title}</a></div></div>"
    ),
    "summary": lambda href, title, day: (
        f"<div class=news><h2><a href='{href}'>{title}</a></h2><p>会议于2021年5月6日召开，计划到2030年12月31日完成任务。</p>"
        f"<span>{day}</span></div>"
    ),
    "picture": lambda href, title, day: (
        f"<li><a href='{href}'><img src=/a.jpg></a><a href='{href}'>{title}</a><p>{day}</p></li>"
    ),
    "paragraph": lambda href, title, day: f"<p><a href='{href}'>{title}</a> <span>{day}</span></p>",
    "column and day": lambda href, title, day: (
        f"<li><a href='/zwgk/'>[公告]</a><a href='{href}'>{title}</a><span>{day}</span></li>"
    ),
    "link of a word": lambda href, title, day: f"<li>{title}<span>{day}</span><a href='{href}'>查看</a></li>",
    "label": lambda href, title, day: f"<li><h4><a href='{href}'>{title}</a></h4><div>发布时间：{day}</div></li>",
}
ROWS = (*_ROWS, "split", "json", "xml")


def listed(style: str, days: str, rows: list[tuple[str, str, date]]) -> str:
    """A list of rows: title, address and day of each."""
    if style == "split":
        return "".join(_split(day, href, title) for title, href, day in rows)
    if style == "json":
        records = ",".join(
            f'{{"title":"{title}","url":"{href}","pubDate":"{day.isoformat()} 10:11:12"}}' for title, href, day in rows
        )
        return f"<div id=list></div><script>var articleList = [{records}];</script>"
    if style == "xml":
        items = "".join(
            f"<record><![CDATA[<li><a href='{href}'>{title}</a><span>{day.isoformat()}</span></li>]]></record>"
            for title, href, day in rows
        )
        return f"<div id=box><script type='text/xml'><datastore>{items}</datastore></script></div>"
    items = "".join(_ROWS[style](href, title, written(days, day)) for title, href, day in rows)
    if style in {"cells", "numbered"}:
        return f"<table><tr><th>标题</th><th>日期</th></tr>{items}</table>"
    return f"<ul class=list>{items}</ul>" if items.startswith("<li") else f"<div class=list>{items}</div>"


NAVIGATION = "".join(f"<li><a href='/c{number}/'>{name}</a></li>" for number, name in enumerate(COLUMNS))

TRAPS = {
    "generation": "<!--页面生成时间：2024-03-10 08:00:00--><meta name=HtmlGenerateTime content='2024-03-10 08:00:00'>",
    "today": "<div class=top>今天是：2024年3月10日 星期日</div>",
    "visit": "<p>当前时间：2024-03-10 09:00</p><p>您上次访问时间：2024-03-09</p>",
    "comment": "<!-- <li><a href='/c0/old.html'>旧闻</a><span>2024-03-09</span></li> -->",
    "event": "<div class=ad><a href='/zt/'>专题：2024年3月9日至3月31日植树节活动</a></div>",
    "update": "<p>本网站更新时间：2024-03-10</p>",
    "none": "",
}
FOOTERS = {
    "plain": "<p>主办单位：云溪市人民政府办公室 网站标识码：3609000001</p><p>赣ICP备12345678号-1 版权所有©2001-2024</p>",
    "bare": "<p>Copyright 2010-2026</p>",
    "dated": "<p>版权所有 2009-2024 建议使用1024*768 最后更新：2024年3月10日</p>",
}
PAGERS = ("", "<div class=page>共 66 页 <a href='index_2.html'>下一页</a> 第1/66页</div>", "<p>1 2 3 … 12-31</p>")
