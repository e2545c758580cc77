"""What kind of page a page is by what it shows: home, list, article, error, login, or a shell for scripts to fill.

A kind is for people and for choosing what to look at. What a page's duties are follows from its level
(:mod:`checks.reading.columns`), which a look at the whole site corrects.
"""

import re

from checks.evidence import DateSource, Page, PageKind, PageLevel
from checks.reading.columns import prose_in
from checks.reading.dom import Tree
from checks.reading.urls import path_of

_FEW_CHARACTERS = 400
_LOGIN_CHARACTERS = 1_500
_PROSE = 100
_ENTRY_FOLDERS = 4  # folders that the dated rows of a home page lead to
_ROWS = 3
_FIRST_ERROR = 400  # from here on HTTP says that there is no page

_STATUS = re.compile(r"(?<![\d.-])(?:40[0-9]|410|50[0-5])(?![\d.:-])")
_ERROR = re.compile(
    r"not found|forbidden|bad gateway|bad request|internal server error|service unavailable|gateway time-?out"
    r"|无法(?:查看|访问|显示|找到)|不存在|找不到|未找到|没有找到|出错|已被?(?:发布者|作者)?删除|已下线|已过期"
    r"|禁止访问|拒绝访问|没有权限|系统繁忙"
    r"|页面(?:走丢|丢失|错误|失效)|access denied|error",
    re.IGNORECASE,
)
_NOT_ONE = re.compile(r"错误率|纠错")
_LOGIN = re.compile(r"登\s?[录陆]|用户名|账\s?号|帐\s?号|验证码|log\s?in|sign\s?in", re.IGNORECASE)
_HOME_TITLE = re.compile(r"(?:门户网站?|政府网|人民政府|政务网|网站?|官网|首页|(?:委员会|[局厅委办院署会]))$")
_MARKS = re.compile(r"[_|>»]|\s-\s|—{1,2}|--")
_ROOT = re.compile(r"/(?:(?:index|default|main)\.\w{2,5})?")


def kind_of(tree: Tree, page: Page) -> PageKind:
    """The kind of a page of which all but its kind was read. See :class:`~checks.evidence.PageKind`."""
    if _is_error(page):
        return PageKind.ERROR
    if _is_login(tree, page):
        return PageKind.LOGIN
    published = page.published
    if page.level is PageLevel.ARTICLE or (published is not None and published.source is DateSource.DATA):
        return PageKind.ARTICLE
    if _is_home(page):
        return PageKind.HOME
    if page.scripted and not page.dates:
        return PageKind.SHELL
    if page.level is PageLevel.COLUMN:
        return PageKind.LIST
    if len(page.dates) < _ROWS and (published is not None or prose_in(page.text) >= _PROSE):
        return PageKind.ARTICLE
    return PageKind.LIST if page.dates else PageKind.OTHER


def _is_error(page: Page) -> bool:
    if page.status >= _FIRST_ERROR:
        return True
    stated = page.published is not None and page.published.source is not DateSource.URL
    if page.dates or stated or len(page.text) >= _FEW_CHARACTERS:
        return False
    said = f"{page.title}\n{page.text}"
    if _STATUS.search(page.title):
        return True
    return _ERROR.search(said) is not None and _NOT_ONE.search(said) is None


def _is_login(tree: Tree, page: Page) -> bool:
    """Whether a page says little and asks for a password."""
    if len(page.text) >= _LOGIN_CHARACTERS or page.dates:
        return False
    asks = any((element.attr("type") or "").strip().lower() == "password" for element in tree.elements("input"))
    return asks and (len(page.text) < _FEW_CHARACTERS or _LOGIN.search(page.text) is not None)


def _is_home(page: Page) -> bool:
    """By its address, else by lists of many columns below a title that names a site and nothing before it."""
    tags, title = page.tags, page.title.strip()
    if tags.get("ColumnName") or tags.get("ArticleTitle"):
        return "首页" in {tags.get("ColumnName", "").strip(), tags.get("ColumnType", "").strip()}
    if page.url.startswith("http") and _ROOT.fullmatch(path_of(page.url)):
        return True
    if not title or _MARKS.search(title) or not _HOME_TITLE.search(title):
        return False
    folders = {read.about_url.rpartition("/")[0] for read in page.dates}
    if len(folders) >= _ENTRY_FOLDERS:
        return True
    own = {link.url.rpartition("/")[0] for link in page.links if link.tag == "a" and link.url}
    return len(own) >= _ENTRY_FOLDERS
