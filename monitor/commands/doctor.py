"""``govwatch doctor``: what is missing on this machine, and how to get it."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import typer

from checks.catalogue import CatalogueError
from checks.check import CheckError, load_checks
from monitor.commands.options import DEFAULT_CONFIG, Config, run
from monitor.look.browser.found import NoBrowserError
from monitor.look.browser.pool import shared_pool
from monitor.look.policy import Browsing
from monitor.settings import CatalogueSettings, Settings, SettingsError, load_settings
from registry.database import Database
from registry.errors import BooksError


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing looked at. ``needed``: Govwatch does not work without it."""

    name: str
    well: bool
    said: str
    needed: bool = True


def doctor(config: Config = DEFAULT_CONFIG) -> None:
    """Say what is missing on this machine and how to get it. 检查运行环境。"""
    signs = list(_signs(config))
    for sign in signs:
        mark = "正常" if sign.well else "缺少" if sign.needed else "可选"
        typer.echo(f"[{mark}] {sign.name}：{sign.said}")
    if any(sign.needed and not sign.well for sign in signs):
        raise typer.Exit(1)


def _signs(config: Path) -> Iterator[Sign]:
    yield Sign("Python", sys.version_info >= (3, 11), sys.version.split()[0])
    yield Sign("SQLite", sqlite3.sqlite_version_info >= (3, 35), sqlite3.sqlite_version)
    yield _font()
    try:
        settings = load_settings(config)
    except SettingsError as error:
        yield run(_browser(Browsing(use=True)))
        yield _checks(CatalogueSettings())
        yield Sign("配置", well=False, said=str(error))
        return
    yield run(_browser(settings.policy.browsing))
    yield _checks(settings.catalogue)
    yield Sign("配置", well=True, said=str(config))
    yield run(_books(settings))
    yield _mail(settings)
    yield _witness(settings)


def _checks(chosen: CatalogueSettings) -> Sign:
    try:
        return Sign("检查项", well=True, said=f"{len(load_checks())}项，指标目录 {chosen.load().version}")
    except (CheckError, CatalogueError) as error:
        return Sign("检查项", well=False, said=str(error))


async def _browser(browsing: Browsing) -> Sign:
    """Which browser is used: it is started, since one that is there may still not run."""
    if not browsing.use:
        return Sign("浏览器", well=False, said="配置为不使用（browser.use）", needed=False)
    try:
        async with shared_pool(browsing) as pool:
            found, version = await pool.start()
    except NoBrowserError as error:
        said = f"{error}；需要浏览器才能看到的内容将记为“无法查看”"
        return Sign("浏览器", well=False, said=said, needed=False)
    return Sign("浏览器", well=True, said=f"{found}，版本 {version}", needed=False)


def _font() -> Sign:
    said = "没有找到中文字体，图片和PDF中的汉字会显示为方框。安装：apt-get install fonts-wqy-zenhei"
    lister = shutil.which("fc-list")
    if lister is None:
        return Sign("中文字体", well=False, said=said, needed=False)
    fonts = subprocess.run([lister, ":lang=zh-cn", "family"], capture_output=True, text=True, check=False, timeout=30)  # noqa: S603  a fixed command, no input of ours
    names = sorted({line.split(",")[0] for line in fonts.stdout.splitlines() if line.strip()})
    return Sign("中文字体", bool(names), "、".join(names[:3]) or said, needed=False)


async def _books(settings: Settings) -> Sign:
    try:
        async with await Database.open(settings.database.url):
            return Sign("数据库", well=True, said=settings.database.url.rpartition("@")[2])
    except BooksError as error:
        return Sign("数据库", well=False, said=str(error))


def _witness(settings: Settings) -> Sign:
    witnesses = settings.network.witnesses
    said = "、".join(witnesses) or (
        "没有设置（network.witnesses）：访问失败时改问台账中其他网站；建议设一个始终可用、不与被监测网站同一线路的地址"
    )
    return Sign("见证地址", bool(witnesses), said, needed=False)


def _mail(settings: Settings) -> Sign:
    mail = settings.mail
    if mail.transport == "folder":
        return Sign("邮件", well=True, said=f"写入文件夹 {mail.folder}（未设SMTP，邮件不会真正发出）")
    said = f"SMTP {mail.host}:{mail.port}" if mail.host else "已选SMTP但没有填写 mail.host"
    return Sign("邮件", bool(mail.host), said)
