"""A text that a site publishes, apart from what it repeats on its pages."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Prose:
    """An article without the template around it, or a part of the template itself, once for the whole site.

    ``title`` is that of the article, ``''`` of a part of the template. ``day`` is when it was published, in Shanghai; a
    template stands there on the day of the look. ``url`` is the article, or one page that shows the template.
    """

    url: str
    title: str
    text: str
    day: date
    is_template: bool = False
