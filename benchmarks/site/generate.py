"""Writes the site: ``python -m benchmarks.site.generate FOLDER``. Takes about ten seconds and 100 MB."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.site import frame
from benchmarks.site.cues import KINDS, cue
from benchmarks.site.plan import (
    ARTICLES,
    COLUMNS,
    FILES,
    GB_COLUMNS,
    LISTS,
    SITE,
    TOPICS,
    Plan,
    articles_of,
    column_of,
    day_of,
    kinds_of,
    list_path,
    path_of,
)
from benchmarks.site.words import paragraph, title

SEED = 20_261_126
_WORD = (
    '<p class=MsoNormal style="text-indent:32.0pt;line-height:28.0pt"><span style="font-family:仿宋_GB2312;font-size:16pt">'
    "<font color=#000000>{}</font></span><span lang=EN-US style='font-size:16.0pt;font-family:仿宋_GB2312;"
    'mso-ascii-font-family:"Times New Roman";mso-hansi-font-family:"Times New Roman";mso-bidi-font-family:"Times New Roman";'
    "color:black;letter-spacing:.25pt;mso-font-kerning:0pt'><o:p></o:p></span></p>\n"
)
_SITE_TAGS = {"SiteName": "示例市人民政府", "SiteDomain": "www.bench.test", "SiteIDCode": "3600000000"}


@dataclass(frozen=True, slots=True)
class Site:
    """The site being written: where to, its plan and the titles of its articles."""

    folder: Path
    plan: Plan
    titles: list[str]
    cues: bool = True

    def write(self, path: str, markup: str, *, gb: bool = False) -> None:
        """Write a page. A path that ends with a slash is its ``index.html``."""
        file = self.folder / "www" / (path.lstrip("/") + ("index.html" if path.endswith("/") else ""))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(markup.encode("gb18030" if gb else "utf-8"))


def generate(folder: Path, *, cues: bool = True) -> Plan:
    """Write the whole site into ``folder``, once: what is there already and complete is left.

    ``cues`` false: in no article stands anything that speaks of formalism, gambling or personal data.
    """
    plan, done = Plan.made(), folder / "complete"
    if done.exists() and done.read_text() == str(SEED):
        return plan
    random = Random(SEED)
    site = Site(folder, plan, [title(random) for _ in range(ARTICLES)], cues)
    for article in range(ARTICLES):
        _article(site, article)
    for column in range(COLUMNS):
        for number in range(LISTS):
            _list(site, column, number)
    for topic in range(TOPICS):
        _topic(site, topic)
    _home(site)
    _map(site)
    _files(site)
    done.write_text(str(SEED))
    return plan


def _page(site: Site, path: str, heading: str, main: str, *, metas: dict[str, str], number: int, gb: bool) -> None:
    random = Random(SEED + 7 * number + 1)
    charset = "gb2312" if gb else "utf-8"
    whole = (
        frame.head(f"{heading}-示例市人民政府", _SITE_TAGS | metas, charset)
        + frame.header()
        + f"<div class=main>\n<h1>{heading}</h1>\n{main}</div>\n"
        + frame.side(random, site.titles)
        + frame.footer(site.plan, number)
    )
    site.write(path, whole, gb=gb)


def _article(site: Site, article: int) -> None:
    random = Random(SEED + 3 * article)
    year, month, day = day_of(article)
    stated, name = f"{year}-{month:02}-{day:02}", frame.NAMES[column_of(article)]
    body = [_WORD.format(paragraph(random)) for _ in range(random.randint(25, 74))]
    if article % 3 == 0 and site.cues:
        body.insert(random.randrange(len(body)), cue(KINDS[article // 3 % len(KINDS)], random) + "\n")
    body += [_special(site.plan, kind, article) for kind in kinds_of(article)]
    for kind, shift in (("pdf", 0), ("doc", 7)):
        if article % 15 == shift:
            body.append(f'<p>附件：<a href=" ../../../files/a{article // 15 % FILES}.{kind} ">附件{article}</a></p>\n')
    main = (
        f"<p class=info>发布时间：{stated} 09:{article % 60:02}　来源：{name}　浏览次数：{article}</p>\n{''.join(body)}"
    )
    metas = {
        "ColumnName": name,
        "ColumnType": name,
        "ArticleTitle": site.titles[article],
        "PubDate": f"{stated} 09:{article % 60:02}",
        "ContentSource": "示例市人民政府办公室",
    }
    gb = column_of(article) in GB_COLUMNS
    _page(site, path_of(article), site.titles[article], main, metas=metas, number=article, gb=gb)


def _special(plan: Plan, kind: str, article: int) -> str:
    goal = plan.address(kind, article)
    folder = path_of(article).rpartition("/")[0]
    if kind == "missing_image":
        return f'<p><img src="./{goal.removeprefix(folder + "/")}" alt="现场图片"></p>\n'
    if kind == "missing_pdf":
        goal = f"../../../{goal.lstrip('/')}"
    elif goal.startswith(folder):
        goal = f"./{goal.removeprefix(folder + '/')}"
    return f"<p>相关链接：<a href='{goal}'>{kind}</a></p>\n"


def _list(site: Site, column: int, number: int) -> None:
    name = frame.NAMES[column]
    rows = frame.list_rows(articles_of(column, number), site.titles)
    main = f"<UL class=list>\n{rows}</UL>\n<div class=pager>{frame.pager(column, LISTS)}</div>\n"
    metas = {"ColumnName": name, "ColumnType": name, "ColumnDescription": name, "ColumnKeywords": name}
    _page(
        site, list_path(column, number), name, main,
        metas=metas, number=10_000 + column * LISTS + number, gb=column in GB_COLUMNS,
    )  # fmt: skip


def _topic(site: Site, topic: int) -> None:
    random = Random(SEED + 11 * topic)
    links = "".join(frame.summary(random) for _ in range(420))
    _page(site, f"/topic/t{topic}.html", f"专题{topic}", links, metas={}, number=20_000 + topic, gb=False)


def _home(site: Site) -> None:
    topics = "".join(f"<a href=/topic/t{topic}.html>专题{topic}</a>\n" for topic in range(TOPICS))
    special = [*site.plan.loops, *site.plan.refused]
    links = "".join(f"<p><a href={goal}>办事入口{number}</a></p>\n" for number, goal in enumerate(special))
    blocks = "".join(
        f"<div class=block><h2>{frame.NAMES[column]}</h2><ul>{_home_rows(site, column)}</ul></div>\n"
        for column in range(COLUMNS)
    )
    _page(site, "/", "首页", blocks + topics + links, metas={}, number=30_000, gb=False)


def _home_rows(site: Site, column: int) -> str:
    return "".join(
        f'<li><a href="{path_of(article)}">{site.titles[article]}</a><span>{day_of(article)[1]:02}-{day_of(article)[2]:02}</span>\n'
        for article in articles_of(column, 0)[:6]
    )


def _map(site: Site) -> None:
    links = "".join(
        f"<p><a href={list_path(column, number)}>{frame.NAMES[column]}第{number + 1}页</a></p>\n"
        for column in range(COLUMNS)
        for number in range(LISTS)
    )
    _page(site, "/map.html", "网站地图", links, metas={}, number=30_001, gb=False)


def _files(site: Site) -> None:
    """Pictures, style sheet, script and attachments; attachments of a kind share one content on disk."""
    www = site.folder / "www"
    for folder in ("files", "images", "css", "js"):
        (www / folder).mkdir(parents=True, exist_ok=True)
    for number in range(10):
        (www / "images" / f"pic{number}.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(20_000) + b"\xff\xd9")
        (www / "images" / f"bg{number}.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(2_000))
    (www / "css" / "site.css").write_text("body{margin:0}")
    (www / "js" / "jquery.min.js").write_text("/* nothing */")
    for kind, start, size in (("pdf", b"%PDF-1.4\n", 200_000), ("doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 80_000)):
        first = www / "files" / f"a0.{kind}"
        first.write_bytes(start + bytes(size - len(start)))
        for number in range(1, FILES + 10):
            (www / "files" / f"a{number}.{kind}").unlink(missing_ok=True)
            os.link(first, www / "files" / f"a{number}.{kind}")
    _elsewhere(site.folder / "elsewhere")


def _elsewhere(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text("<!DOCTYPE html><title>另一个网站</title><p>另一个网站的首页，内容与本站无关。")


if __name__ == "__main__":
    made = generate(Path(sys.argv[1]))
    pages = list((Path(sys.argv[1]) / "www").rglob("*.html"))
    size = sum(page.stat().st_size for page in pages)
    print(f"{SITE}: {len(pages)} pages of {size / len(pages) / 1024:.1f} KB, {len(made.faults)} faults")
