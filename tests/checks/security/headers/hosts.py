"""Short ways to what was seen of a host."""

from typing import Any

from checks.evidence import HostHeaders, Landing, Protection, Response, ScriptTag
from checks.security.headers.grading import Grade, grade
from checks.security.headers.scale import load_scale
from checks.vocabulary import LinkOutcome

HOST = "www.yunxi.gov.cn"
ROOT = f"https://{HOST}/"
SCALE = load_scale("mdn-5")
NO_PAGE = Protection()
HTML = ("content-type", "text/html; charset=utf-8")


def answer(*headers: tuple[str, str], status: int = 200, **fields: Any) -> Response:
    """An HTML page with these headers, which set their cookies themselves."""
    cookies = tuple((ROOT, value) for name, value in headers if name == "set-cookie")
    return Response(ROOT, ROOT, LinkOutcome.OK, status, (HTML, *headers), **({"cookies": cookies} | fields))


def plain(*hops: str, verified: bool = True) -> Landing:
    """A visit over HTTP that leads to these URLs, one after the other."""
    first, *rest = (f"http://{HOST}/", *hops)
    urls = (first, *rest)
    return Landing(Response(first, urls[-1], LinkOutcome.OK, 200, (HTML,), hops=urls[:-1]), verified)


def host(*headers: tuple[str, str], page: Protection = NO_PAGE, **fields: Any) -> HostHeaders:
    """A host that answers over HTTPS with these headers, and leads there."""
    seen = answer(*headers)
    return HostHeaders(HOST, **({"secure": Landing(seen), "plain": plain(ROOT)} | fields), page=page)


def scripts(*tags: tuple[str | None, str | None]) -> Protection:
    """A page with these scripts: ``src`` and ``integrity``."""
    return Protection(tuple(ScriptTag(*tag) for tag in tags))


def graded(seen: HostHeaders) -> Grade:
    """Its grade."""
    found = grade(seen, SCALE)
    assert found is not None
    return found


def result(seen: HostHeaders, test: str) -> str:
    """The result of one test."""
    return next(one.result.name for one in graded(seen).tests if one.test == test)
