"""The form by which a page lets its visitors search the site."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode


@dataclass(frozen=True, slots=True)
class SearchForm:
    """A search form. ``action`` is the address it asks, absolute and without a query; empty when only scripts know.

    ``field`` is the name of what visitors fill in, ``fixed`` are the fields that are sent beside it, ``charset`` the
    encoding of both. ``plain``: a GET that can be asked as it stands. ``scripted``: a script has a hand in it as well.
    """

    action: str
    field: str
    fixed: tuple[tuple[str, str], ...] = ()
    charset: str = "utf-8"
    plain: bool = True
    scripted: bool = False

    def url_for(self, words: str) -> str:
        """The address that the form asks when ``words`` are searched for."""
        pairs = [*self.fixed, (self.field, words)]
        try:
            query = urlencode(pairs, quote_via=quote, safe="", encoding=self.charset, errors="xmlcharrefreplace")
        except LookupError:
            query = urlencode(pairs, quote_via=quote, safe="")
        return f"{self.action}?{query}"
