"""``govwatch inspect``: what is read from one page or feed, with its evidence.

Offices look here to see why a verdict fell: every day with the text it was read from and where that stands.
"""

import json
from dataclasses import asdict, replace
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from checks.evidence import DateRead, Page, Post, Response
from checks.reading.feeds import FeedError, read_feed
from checks.reading.identity import host_named, site_code_of
from checks.reading.navigation import columns_shown
from checks.reading.page import is_html, read_page
from monitor.commands.inspect_words import main_text, notes_on, refuse_files
from monitor.commands.options import DEFAULT_CONFIG, Config, Json
from monitor.commands.sources import answer_of
from monitor.files import InputError
from reports.reading_terms import COLUMN_KINDS, DATE_SOURCES, FOOTER_ITEMS, PAGE_KINDS

SHOWN = 15
"""Days and columns shown to people; the JSON document has them all."""


def inspect(
    source: Annotated[str, typer.Argument(help="A file, or a http(s) address. 文件或网址。")],
    url: Annotated[str, typer.Option("--url", help="The address a file was saved from. 文件的原网址。")] = "",
    config: Config = DEFAULT_CONFIG,
    as_json: Json = False,
) -> None:
    """Show what is read from one page or feed, with its evidence. 查看从一个页面或数据源读到了什么，依据在哪里。"""
    response = answer_of(source, config, url=url)
    refuse_files(source, response)
    if not source.startswith(("http://", "https://")):
        response = replace(response, at=None)  # nobody knows when a file was saved
    read = read_page(response) if is_html(response) else _posts(response)
    if as_json:
        document = page_document(read) if isinstance(read, Page) else _feed_document(read)
        typer.echo(json.dumps(document, ensure_ascii=False, indent=2, default=_plain))
    elif isinstance(read, Page):
        _print_page(read, is_saved=response.at is None and not url)
    else:
        _print_posts(read)


def page_document(page: Page) -> dict[str, Any]:
    """What was read from a page, for programs. ``None`` stands for what the page does not state."""
    newest = max((read.day for read in page.dates), default=None)
    return {
        "kind": page.kind.value,
        "host": host_named(page) or None,
        "charset": page.charset,
        "title": page.heading or None,
        "site_code": site_code_of(page),
        "tags": dict(page.tags),
        "published": page.published.day.isoformat() if page.published else None,
        "published_time": (page.published.time or None) if page.published else None,
        "newest": newest.isoformat() if newest else None,
        "dates": [_date(read) for read in _all_dates(page)],
        "columns": [
            {"name": one.name, "url": one.url, "kind": one.kind.value, "level": one.level}
            for one in columns_shown(page)
        ],
        "footer": {item.value: text for item, text in page.footer.items()},
        "needs_browser": page.scripted,
    }


def _all_dates(page: Page) -> list[DateRead]:
    """The day of publication first, then those of the rows."""
    return [*([page.published] if page.published else []), *page.dates]


def _date(read: DateRead) -> dict[str, Any]:
    return {
        "value": read.day.isoformat(),
        "source": read.source.value,
        "raw": read.raw,
        "place": {"line": read.line, "url": read.about_url},
        "confidence": read.confidence,
    }


def _posts(response: Response) -> tuple[Post, ...]:
    try:
        return read_feed(response.body, response.header("content-type"), response.final_url)
    except FeedError as error:
        detail = str(error).removeprefix(f"{response.final_url}: ")
        said = "既不是网页，也不是可读的数据源（RSS、Atom、JSON Feed）"
        raise InputError(f"{response.url} {said}。技术说明：{detail}") from None


def _feed_document(posts: tuple[Post, ...]) -> dict[str, Any]:
    return {"schema": "govwatch/feed/1", "posts": [asdict(post) for post in posts]}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _print_page(page: Page, *, is_saved: bool) -> None:
    console = Console()
    table = Table(box=None, show_header=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in _facts(page):
        table.add_row(name, value)
    console.print(table)
    _print_dates(console, page)
    columns = columns_shown(page)
    if columns:
        shown = "、".join(
            f"{one.name}（{'一' if one.level == 1 else '二'}级，{COLUMN_KINDS[one.kind]}）" for one in columns[:SHOWN]
        )
        console.print(
            f"栏目（{len(columns)}个，均待核定）：{shown}{'等' if len(columns) > SHOWN else ''}", markup=False
        )
    for note in notes_on(page, is_saved=is_saved):
        console.print(note, markup=False)


def _facts(page: Page) -> list[tuple[str, str]]:
    newest = max((read.day for read in page.dates), default=None)
    published = page.published
    return [
        ("页面类型", PAGE_KINDS[page.kind]),
        ("标题", page.heading or "未读到"),
        ("网站", host_named(page) or "未读到"),
        ("标识码", site_code_of(page) or "未读到"),
        ("编码", page.charset),
        ("发布日期", " ".join(filter(None, (str(published.day), published.time))) if published else "未读到"),
        ("列表最新", f"{newest}（共{len(page.dates)}个日期）" if newest else "未读到"),
        *((("正文", text),) if (text := main_text(page)) else ()),
        ("链接", f"{len(page.links)}个"),
        *((f"标签 {name}", value or "（空）") for name, value in page.tags.items()),
        *((FOOTER_ITEMS[item], text) for item, text in page.footer.items()),
    ]


def _print_dates(console: Console, page: Page) -> None:
    dates = _all_dates(page)
    if not dates:
        return
    table = Table(box=None, header_style="bold")
    for heading in ("日期", "依据", "原文", "行", "把握", "所属链接"):
        table.add_column(heading, overflow="fold")
    for read in dates[:SHOWN]:
        sure = f"{read.confidence:.0%}"
        line = str(read.line or "")
        table.add_row(str(read.day), DATE_SOURCES[read.source], read.raw, line, sure, read.about_url)
    console.print(table)
    if len(dates) > SHOWN:
        console.print(f"另有{len(dates) - SHOWN}个日期，用 --json 查看全部。", markup=False)


def _print_posts(posts: tuple[Post, ...]) -> None:
    table = Table(box=None, header_style="bold")
    table.add_column("发布时间")
    table.add_column("标题", overflow="fold")
    for post in posts:
        table.add_row(post.published.isoformat(" ", "minutes") if post.published else "无", post.title)
    Console().print(table)
