"""The metas of a page, and among them the official page tags (国办发〔2017〕47号, annex)."""

from collections.abc import Mapping

from checks.reading.dom import Element, Tree

SITE_TAGS = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN_TAGS = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
CONTENT_TAGS = ("ArticleTitle", "PubDate", "ContentSource")
OPTIONAL_TAGS = ("Keywords", "Author", "Description", "Image", "Url")

MAX_METAS = 200
"""Metas read from one page."""

MAX_VALUE = 2_000
"""Characters kept of a value."""

_TAGS = (*SITE_TAGS, *COLUMN_TAGS, *CONTENT_TAGS, *OPTIONAL_TAGS)


def read_metas(tree: Tree) -> dict[str, str]:
    """All metas with a ``name`` or ``property``, by that name in lower case; of several the first that is not empty."""
    metas: dict[str, str] = {}
    for element in tree.elements("meta"):
        name = meta_name(element)
        if name and not metas.get(name):
            metas[name] = (element.attr("content") or "").strip()[:MAX_VALUE]
        if len(metas) >= MAX_METAS:
            break
    return metas


def meta_name(element: Element) -> str:
    """The name or property of a meta, in lower case."""
    return (element.attr("name") or element.attr("property") or "").strip().lower()


def official_tags(metas: Mapping[str, str]) -> dict[str, str]:
    """The official tags that a page carries, by their official names, also those without a value."""
    return {tag: metas[tag.lower()] for tag in _TAGS if tag.lower() in metas}
