"""What a page itself tells browsers of how to protect it: script elements with their integrity, policies in metas."""

from checks.evidence import Protection, Response, ScriptTag
from checks.reading.charset import decode
from checks.reading.page import MAX_BYTES
from checks.reading.tree import parse

MAX_SCRIPTS = 1_000
"""Script elements read from one page."""

MAX_POLICIES = 20
"""Metas for Content-Security-Policy read from one page."""

MAX_VALUE = 10_000
"""Characters kept of an attribute."""


def read_protection(response: Response) -> Protection:
    """Read what an answer holds, whatever it says of its kind. Never raises."""
    if not response.body:
        return Protection()
    text, _ = decode(response.body[:MAX_BYTES], response.header("content-type"))
    scripts: list[ScriptTag] = []
    policies: list[str] = []
    referrer: str | None = None
    for element in parse(text).elements("script", "meta"):
        if element.tag == "script" and len(scripts) < MAX_SCRIPTS:
            scripts.append(ScriptTag(_cut(element.attr("src")), _cut(element.attr("integrity"))))
        elif element.tag == "meta" and (content := _cut(element.attr("content"))) is not None:
            if _is(element.attr("http-equiv"), "content-security-policy") and len(policies) < MAX_POLICIES:
                policies.append(content)
            if _is(element.attr("name"), "referrer"):
                referrer = content
    return Protection(tuple(scripts), tuple(policies), referrer)


def _cut(value: str | None) -> str | None:
    return None if value is None else value[:MAX_VALUE]


def _is(value: str | None, name: str) -> bool:
    return value is not None and value.strip().lower() == name
