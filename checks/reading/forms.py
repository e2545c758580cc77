"""The search form of a page: a text field that says it is for searching, and the form around it."""

import re
from collections.abc import Iterator

from checks.evidence.search import SearchForm
from checks.reading.dom import Element, Tree
from checks.reading.urls import Resolver

MAX_FIELDS = 500
"""Fields of a page that are looked at."""

_DEPTH = 30
_MAX_FIXED = 30
_LONGEST = 300
_TEXT = frozenset({"", "text", "search"})
_SENT = frozenset({"hidden", "checkbox", "radio"})
_ABOUT = ("name", "id", "class", "placeholder", "title", "value", "aria-label")
_SEARCHES = re.compile(r"search|sousuo|query|keyword|检索|搜索|搜一搜|站内", re.IGNORECASE)
_NAMES = frozenset({"q", "wd", "kw", "k", "s", "key", "word", "words", "searchword"})


def search_form(tree: Tree, url: str, resolver: Resolver, charset: str) -> SearchForm | None:
    """The first search form of the page at ``url``, None when it has none. Never raises."""
    fields = tree.elements("input")[:MAX_FIELDS]
    forms = {field: _form_around(tree, field) for field in fields}
    private = {forms[field] for field in fields if _kind(field) == "password"}
    for field in fields:
        form = forms[field]
        if _kind(field) in _TEXT and (form is None or form not in private) and _is_search(field, form):
            return _read(field, form, [one for one in fields if forms[one] is form], url, resolver, charset)
    return None


def _form_around(tree: Tree, element: Element) -> Element | None:
    around: Element | None = element
    for _ in range(_DEPTH):
        around = tree.parent(around)
        if around is None or around.tag == "form":
            return around
    return None


def _is_search(field: Element, form: Element | None) -> bool:
    if (field.attr("name") or "").lower() in _NAMES:
        return True
    said = [field.attr(name) or "" for name in _ABOUT]
    said += [form.attr(name) or "" for name in ("name", "id", "class", "action", "role")] if form is not None else []
    return any(_SEARCHES.search(text[:_LONGEST]) for text in said)


def _read(
    field: Element, form: Element | None, beside: list[Element], url: str, resolver: Resolver, charset: str
) -> SearchForm:
    name = field.attr("name") or ""
    if form is None or not name:
        return SearchForm("", name, plain=False, scripted=True)
    raw = (form.attr("action") or "").strip()
    action = ((resolver(raw) or "") if raw else url).partition("#")[0].partition("?")[0]
    is_get = (form.attr("method") or "get").strip().lower() == "get"
    return SearchForm(
        action=action,
        field=name,
        fixed=tuple(_fixed(beside))[:_MAX_FIXED],
        charset=(form.attr("accept-charset") or charset).split(",")[0].strip() or "utf-8",
        plain=is_get and action.startswith(("http://", "https://")),
        scripted=bool(form.attr("onsubmit")),
    )


def _fixed(fields: list[Element]) -> Iterator[tuple[str, str]]:
    for one in fields:
        kind, name = _kind(one), (one.attr("name") or "")[:_LONGEST]
        if name and kind in _SENT and (kind == "hidden" or one.attr("checked") is not None):
            yield name, (one.attr("value") or "")[:_LONGEST]


def _kind(field: Element) -> str:
    return (field.attr("type") or "").strip().lower()
