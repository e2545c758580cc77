"""Page and place of an item, as an order names them: where the owner finds what is to be repaired."""

from dataclasses import dataclass

from registry.models import FindingRow, Target
from reports import wording

PAGES = 3
"""Pages named of one item; the number counts them all."""

_COLUMNS = "site.column-"
_ACCOUNTS = "account."
_WHOLE = ("security.", "site.availability", "site.unreachable", "site.ipv6", "site.domain")
"""Indicators of the site as a whole."""


@dataclass(frozen=True, slots=True)
class OrderPage:
    """A page in words. ``link`` is empty where it is not an address that a mail may link to, ``title`` where none is
    known."""

    text: str
    link: str
    title: str = ""


def page_of(url: str, title: str = "") -> OrderPage:
    """The page of an address."""
    shown = wording.clean(title, wording.NAME_LENGTH)
    return OrderPage(wording.short_url(url), url if wording.is_web(url) else "", shown)


def pages(row: FindingRow, target: Target) -> tuple[OrderPage, ...]:
    """The first pages that an item stands on, and how many there are."""
    titles = {url: "".join(title) for url, _, _, *title in reversed(row.places)}
    urls = list(dict.fromkeys(url for url, *_ in row.places)) or list(filter(None, [row.url or target.url]))
    own = str(row.data.get("title", "")) if not row.places else ""  # of an account, the newest post
    shown = [page_of(url, titles.get(url, own)) for url in urls[:PAGES]]
    total = max(row.places_total, len(urls))
    if total > PAGES:
        shown.append(OrderPage(f"等{total}处", ""))
    return tuple(shown)


def where(row: FindingRow, target: Target) -> OrderPage:
    """Line and text of the first place, as far as they are known; else the column, the account or the site itself."""
    if row.places and (found := _in_page(*row.places[0][1:3])):
        return OrderPage(found, "")
    if row.indicator.startswith(_COLUMNS):
        name = wording.clean(str(row.data.get("name", "")), wording.NAME_LENGTH)
        return page_of(row.url or row.about, f"栏目“{name}”" if name else "栏目")
    if row.indicator.startswith(_ACCOUNTS):
        return page_of(target.url, "账号主页") if target.url else OrderPage(wording.clean(target.account) or "—", "")
    if row.indicator.startswith(_WHOLE) and target.host:
        return OrderPage(f"整个网站（{wording.clean(target.host, wording.NAME_LENGTH)}）", "")
    if row.places and row.places[0][0] != target.url:
        return OrderPage("本页正文", "")
    return page_of(target.url, "首页") if target.url else OrderPage("首页", "")


def _in_page(line: int, text: str) -> str:
    shown = wording.clean(text, wording.NAME_LENGTH)
    return "，".join(filter(None, (f"第{line}行" if line else "", f"“{shown}”" if shown else "")))
