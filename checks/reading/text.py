"""The text of a page as a visitor sees it."""

from checks.reading.dom import Tree

MAX_TEXT = 200_000
"""Characters kept of a page's text."""


def visible_text(tree: Tree) -> str:
    """The text that can be seen, one block a line, without blank lines and without runs of blanks.

    Left out are scripts, styles, templates, ``<noscript>``, frames, input fields, and what an attribute hides. What a
    style sheet hides cannot be known. At most :data:`MAX_TEXT` characters.
    """
    lines = map(" ".join, map(str.split, tree.visible_text().split("\n")))
    return "\n".join(filter(None, lines))[:MAX_TEXT]


def title(tree: Tree) -> str:
    """The ``<title>`` of a page in one line of at most 300 characters, ``''`` when it has none."""
    for element in tree.elements("title"):
        parent = tree.parent(element)
        if parent is None or parent.tag != "svg":
            return tree.label(element, 300)
    return ""
