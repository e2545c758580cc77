"""``govwatch inspect``: what is read from one page or feed, with its evidence."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from checks.evidence import Page, Post, Response
from checks.reading.feeds import FeedError, read_feed
from checks.reading.page import is_html, read_page
from monitor.commands.options import DEFAULT_CONFIG, Config, Json
from monitor.commands.sources import answer_of
from monitor.files import InputError


def inspect(
    source: Annotated[str, typer.Argument(help="A file, or a http(s) address. 文件或网址。")],
    url: Annotated[str, typer.Option("--url", help="The address a file was saved from. 文件的原网址。")] = "",
    config: Config = DEFAULT_CONFIG,
    as_json: Json = False,
) -> None:
    """Show what is read from one page or feed. 查看从一个页面或数据源读到了什么。"""
    response = answer_of(source, config, url=url)
    read = read_page(response) if is_html(response) else _posts(response)
    if as_json:
        typer.echo(json.dumps(_document(read), ensure_ascii=False, indent=2, default=_plain))
    elif isinstance(read, Page):
        _print_page(read)
    else:
        _print_posts(read)


def _posts(response: Response) -> tuple[Post, ...]:
    try:
        return read_feed(response.body, response.header("content-type"), response.final_url)
    except FeedError as error:
        raise InputError(f"{response.url} 既不是网页也不是可读的数据源：{error}") from None


def _document(read: Page | tuple[Post, ...]) -> dict[str, Any]:
    if isinstance(read, Page):
        return {"schema": "govwatch/page/1", **asdict(read)}
    return {"schema": "govwatch/feed/1", "posts": [asdict(post) for post in read]}


def _plain(value: object) -> object:
    if isinstance(value, frozenset | set):
        return sorted(str(one) for one in value)
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)


def _print_page(page: Page) -> None:
    console = Console()
    table = Table(box=None, show_header=False)
    table.add_row("标题", page.title)
    table.add_row("编码", page.charset)
    table.add_row(
        "发布日期",
        f"{page.published.day}（{page.published.source}：{page.published.raw}）" if page.published else "未读到",
    )
    newest = max((read.day for read in page.dates), default=None)
    table.add_row("列表日期", f"{len(page.dates)}个，最新{newest}" if newest else "未读到")
    table.add_row("链接", f"{len(page.links)}个")
    for name, value in page.tags.items():
        table.add_row(name, value)
    for item, text in page.footer.items():
        table.add_row(item.value, text)
    console.print(table)


def _print_posts(posts: tuple[Post, ...]) -> None:
    table = Table(box=None, header_style="bold")
    table.add_column("发布时间")
    table.add_column("标题", overflow="fold")
    for post in posts:
        table.add_row(post.published.isoformat(" ", "minutes") if post.published else "无", post.title)
    Console().print(table)
