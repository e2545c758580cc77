"""Who a page says it is: the identification code (网站标识码) and the host of its site."""

import re
from urllib.parse import urlsplit

from checks.evidence import FooterItem, Page
from checks.reading.urls import host_of

SITE_CODE = re.compile(r"\d{10}|bm\d{8}")
"""The two forms of an identification code: of local governments, and of departments of the State Council."""

_HOST = re.compile(r"[a-z0-9一-鿿-]{1,63}(?:\.[a-z0-9一-鿿-]{1,63}){1,6}")


def site_code_of(page: Page) -> str | None:
    """The code that a page states: in its tag, else in its footer; None when neither holds one of the right form."""
    for value in (page.tags.get("SiteIDCode", ""), page.footer.get(FooterItem.SITE_CODE, "")):
        code = value.strip().lower()
        if SITE_CODE.fullmatch(code):
            return code
    return None


def host_named(page: Page) -> str:
    """The host of a page: that of its address, else what its metas and tags name, ``''`` when nothing does."""
    if page.url.startswith(("http://", "https://")):
        return host_of(page.url)
    named = (page.metas.get("og:url", ""), page.metas.get("url", ""), page.tags.get("SiteDomain", ""))
    return next((host for value in named if (host := _host_in(value))), "")


def _host_in(value: str) -> str:
    text = value.strip().lower()
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError:
        return ""
    return host if _HOST.fullmatch(host) else ""
