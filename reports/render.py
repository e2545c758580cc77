"""Jinja2: one letter from three templates (subject, text, HTML) and one context."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says: the subject on one line, the whole as plain text, and the same as HTML."""

    subject: str
    text: str
    html: str


def render(name: str, context: Mapping[str, Any]) -> Letter:
    """The letter of the templates ``name.subject``, ``name.txt`` and ``name.html``."""
    templates = _environment()
    subject = templates.get_template(f"{name}.subject").render(context)
    subject = " ".join(subject.split())
    whole = {**context, "subject": subject}
    return Letter(
        subject=subject,
        text=templates.get_template(f"{name}.txt").render(whole),
        html=templates.get_template(f"{name}.html").render(whole),
    )


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape  # noqa: PLC0415  only for letters

    return Environment(
        loader=PackageLoader("reports"),
        autoescape=select_autoescape(enabled_extensions=("html",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
