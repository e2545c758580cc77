"""What the controls of a page say: its buttons, the labels of its fields, and what stands in these until one types."""

from checks.reading.dom import Tree

MAX_CONTROLS = 300
"""Controls of a page that are read."""

_LONGEST = 200
_PRESSED = frozenset({"button", "submit", "reset", "image"})
_SAYS = ("value", "aria-label", "title", "placeholder")


def controls(tree: Tree) -> tuple[str, ...]:
    """The words of the controls in their order, each once; of a field its hints, and its value where it is a button."""
    said: dict[str, None] = {}
    for element in tree.elements("button", "label", "legend", "input", "textarea")[:MAX_CONTROLS]:
        words = [tree.label(element, _LONGEST)] if element.tag in ("button", "label", "legend") else []
        pressed = (element.attr("type") or "").lower() in _PRESSED
        words += [element.attr(name) or "" for name in _SAYS if name != "value" or pressed]
        said.update(dict.fromkeys(line for one in words if (line := " ".join(one[:_LONGEST].split()))))
    return tuple(said)
