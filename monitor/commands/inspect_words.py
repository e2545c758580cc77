"""What ``govwatch inspect`` says beside what it read: the main text, what does not agree, why nothing is there."""

from collections.abc import Iterator

from checks.evidence import DateSource, Page, PageKind, Response
from checks.reading.article import read_article
from checks.reading.datetext import one_day
from monitor.files import InputError

_ENDS = 24  # characters shown of the beginning and of the end of a text

_FILES = (
    (b"%PDF", "PDF文档"),
    (b"PK\x03\x04", "docx等办公文档或压缩包"),
    (b"\xd0\xcf\x11\xe0", "doc等旧格式文档"),
    (b"\x1f\x8b", "压缩包"),
    (b"Rar!", "压缩包"),
    (b"\x89PNG", "图片"),
    (b"GIF8", "图片"),
    (b"\xff\xd8\xff", "图片"),
)


def refuse_files(source: str, response: Response) -> None:
    """Say what is no page and no feed by its first bytes. Raises :class:`~monitor.files.InputError`."""
    if not response.body.strip():
        raise InputError(f"{source} 是空的，没有可读的内容。")
    for start, name in _FILES:
        if response.body.startswith(start):
            hint = "要检查其中的文字，请用 govwatch audit。" if "文档" in name else ""
            raise InputError(f"{source} 是{name}，不是网页。{hint}")


def main_text(page: Page) -> str:
    """How long the main text of an article is, and how it begins and ends; ``''`` of any other page."""
    article = read_article(page)
    if article is None:
        return ""
    shown = " ".join(article.text.split())
    part = shown if len(shown) <= 2 * _ENDS else f"{shown[:_ENDS]} …… {shown[-_ENDS:]}"
    return f"{len(article.text)}字：{part}"


def notes_on(page: Page, *, is_saved: bool) -> Iterator[str]:
    """What a clerk should know of this reading. ``is_saved``: a file, of which nobody said where it was saved from."""
    if page.kind is PageKind.ERROR:
        yield "本页是错误页，说明所访问的内容不存在或者不能查看，不据此判断日期和栏目。"
    if page.kind is PageKind.LOGIN:
        yield "本页是登录页，登录后的内容不在监测范围。"
    tagged, shown = one_day(page.tags.get("PubDate", "")), page.published
    if tagged is not None and shown is not None and shown.source is not DateSource.META and tagged.day != shown.day:
        yield f"网页标签PubDate所写日期（{tagged.day}）与页面所示日期（{shown.day}）不一致，以页面所示为准，请核对。"
    if is_saved:
        yield "没有用 --url 说明原网址，页内的相对链接、所属网站和栏目可能读不全。"
    if page.scripted:
        yield "本页内容由脚本写入，需用浏览器查看；未读到的一律作“无法判定”，不作“没有”。"
