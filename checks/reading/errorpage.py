"""Pages that say "not here" with a status that says "here you are": by their words, in short pages only.

Prose about such pages, a notice that names an error and a list with a deleted entry all say more than these do. A page
that carries a day or a title of an article is none, nor is a home page.
"""

import re

from checks.evidence import Page
from checks.reading.reading import says_much
from checks.reading.urls import path_of
from checks.vocabulary import LinkOutcome

MAX_TEXT = 400
"""Characters of visible text that an error page has at most."""

MAX_LEAD = 260
"""Characters of the text, from its start, in which it says so."""

_NOT_FOUND = re.compile(
    r"(?<![\d.])404(?![\d.])[\s\S]{0,20}(?:not found|error|页|错|找|不存在)"
    r"|type=Not Found|\bHTTP (?:Status|Error) 404\b"
    r"|\b(?:page|file|resource|document)[\w' ]{0,30}(?:not|cannot|can't|no longer)[\w' ]{0,12}(?:found|exist|available)"
    r"|(?:页面|网页|内容|文件|信息|文章|地址|链接|栏目|网址)[^。\n]{0,14}(?:不存在|找不到|未找到|没有找到|无法找到|走丢)"
    r"|(?:页面|网页|链接|网址)[^。\n]{0,14}(?:丢失了|已失效)"
    r"|(?:找不到|未找到|没有找到|无法找到)[^。\n]{0,14}(?:页面|网页|内容|文件|信息|文章|地址|栏目)"
    r"|(?:页面|网页|内容|文章|信息)[^。\n]{0,10}被[^。\n]{0,8}(?:删除|移除|下线|撤下)|因违规无法查看"
    r"|(?:页面|网页)[^。\n]{0,6}(?:出错|错误)[啦了！!。\s]",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:404\s*)?[-_|·\s]*"
    r"(?:not found|page not found|404(?:\s*(?:not found|error|错误|页面|页))?|页面(?:不存在|未找到|找不到))"
    r"(?:[\s\-_|–—].{0,40})?",
    re.IGNORECASE,
)
_FORBIDDEN = re.compile(
    r"403\s*(?:forbidden|错误|禁止)|\baccess (?:is )?denied\b|(?:禁止|拒绝)访问|没有权限访问", re.IGNORECASE
)
_OUT_OF_ORDER = re.compile(
    r"\b50[0-4]\s*(?:internal|bad gateway|service|gateway)|internal server error|service unavailable"
    r"|bad gateway|服务器内部错误|服务不可用",
    re.IGNORECASE,
)
_LOGIN = re.compile(r"登录|登陆|log\s?in|sign\s?in", re.IGNORECASE)
_HOME = re.compile(r"/(?:(?:index|default|main|home)\.\w{2,5})?")


def error_said(page: Page) -> LinkOutcome | None:
    """What a page that came with a good status says of itself, None when it is a page like any other.

    ``SOFT_404``: there is nothing here; ``BLOCKED``: we may not see it; ``SERVER_ERROR``: the site is out of order.
    """
    if (
        says_much(page)
        or len(page.text) > MAX_TEXT
        or page.dates
        or _is_article(page)
        or _HOME.fullmatch(path_of(page.url))
    ):
        return None
    title = page.title.strip()
    if _LOGIN.search(title):
        return None
    if _TITLE.fullmatch(title) and len(page.text) <= MAX_LEAD:
        return LinkOutcome.SOFT_404
    said = f"{title}\n{page.text.strip()[:MAX_LEAD]}"
    if _NOT_FOUND.search(said):
        return LinkOutcome.SOFT_404
    if _FORBIDDEN.search(said):
        return LinkOutcome.BLOCKED
    return LinkOutcome.SERVER_ERROR if _OUT_OF_ORDER.search(said) else None


def _is_article(page: Page) -> bool:
    """Whether it states a title of its own, or a day other than in its address."""
    own = page.tags.get("ArticleTitle", "").strip()
    return bool(own) or (page.published is not None and page.published.source.value != "url")
