"""What looking needs to know of a URL: a form fit for a request, its host and port, and when two are one page."""

import re
from dataclasses import dataclass
from functools import lru_cache

import ada_url

_PORTS = {"http": 80, "https": 443}
_HAS_PORT = re.compile(r":[0-9]+$")
_HOME = re.compile(r"/(?:index|default|main|home)?(?:\.[a-z]{2,5})?", re.IGNORECASE)
_FILE = re.compile(  # endings of what is shown or saved, but never a page with links
    r"\.(?:7z|apk|avi|bmp|css|csv|dmg|docx?|dps|et|exe|flv|gif|gz|ico|ipa|jpe?g|js|json|m3u8|mov|mp[34]|msi|ofd|pdf|png"
    r"|pptx?|rar|rtf|svg|swf|tar|tgz|tiff?|ttf|txt|wav|web[mp]|wm[av]|woff2?|wps|xlsx?|xml|zip)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class WebUrl:
    """An http or https URL in WHATWG form. ``host`` carries no port, ``key`` leaves the scheme out."""

    text: str
    host: str
    port: int
    path: str
    query: str
    secure: bool

    @property
    def origin(self) -> str:
        """Scheme, host and port, without a slash at the end."""
        return self.text[: self.text.index("/", 8)]

    @property
    def key(self) -> str:
        """The same for the http and the https address of a page."""
        port = "" if self.port in (80, 443) else f":{self.port}"
        return f"{self.host}{port}{self.path}{self.query}"

    @property
    def is_file(self) -> bool:
        """Whether the path ends like that of a file that cannot be a page."""
        return _FILE.fullmatch(self.path, max(self.path.rfind("."), 0)) is not None

    @property
    def is_home(self) -> bool:
        """Whether it is the address of a host's home page, or a usual other name of it."""
        return not self.query and _HOME.fullmatch(self.path) is not None


@lru_cache(maxsize=8192)
def web_url(text: str, base: str = "") -> WebUrl | None:
    """Parse a URL, without its fragment and without any user name and password. None when it is not one of the web."""
    try:
        normal = ada_url.join_url(base, text) if base else ada_url.normalize_url(text)
    except ValueError:
        return None
    scheme, colon, rest = normal.partition("://")
    if not colon or scheme not in _PORTS:
        return None
    authority, slash, tail = rest.partition("#")[0].partition("/")
    place = authority.rpartition("@")[2]
    host, _, port = place.rpartition(":") if _HAS_PORT.search(place) else (place, "", "")
    path, mark, query = (slash + tail).partition("?")
    number = int(port) if port else _PORTS[scheme]
    return WebUrl(f"{scheme}://{place}{slash}{tail}", host, number, path, mark + query, scheme == "https")


def key_of(url: str) -> str:
    """The :attr:`WebUrl.key` of a URL, or the text itself when it is no URL of the web."""
    place = web_url(url)
    return place.key if place is not None else url
