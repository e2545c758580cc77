"""Attachments by their first bytes: whether a document is one, or is empty, or something else under its name.

Offices rename: an old Word file may be called ``.docx``, a table may be HTML, a packed folder ``.rar`` though it is a
zip. Programs open all of these, so they are no fault. A web page that comes in place of a document is one.
"""

import re

from monitor.look.weburl import WebUrl

SNIFFED = 1024
"""Bytes asked for of an attachment."""

_OFFICE = (b"\xd0\xcf\x11\xe0", b"PK", b"{\\rt", b"<?xml", b"\xdb\xa5-\0", b"\x09\x08", b"\x09\x04", b"MIME-Version")
_PACKED = (b"PK", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_STARTS: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF",),
    "ofd": (b"PK",),
    **dict.fromkeys(("doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "et", "dps", "rtf"), _OFFICE),
    **dict.fromkeys(("zip", "rar", "7z", "gz", "tgz"), _PACKED),
}
_ENDING = re.compile(rf"\.({'|'.join(_STARTS)})", re.IGNORECASE)
_MARKUP = re.compile(
    rb"\s*(?:\xef\xbb\xbf\s*)?(?:<!--.{0,400}?-->\s*)*<(?:!doctype\s+html|html|head|body|script)\b",
    re.IGNORECASE | re.DOTALL,
)
_OFFICE_MARKUP = (b"urn:schemas-microsoft-com", b"Excel.Sheet", b"Word.Document", b"ProgId")
_TABLES = frozenset({"doc", "xls", "wps", "et"})  # programs write these as HTML too


def kind_of(place: WebUrl) -> str:
    """The ending of a document in lower case, ``''`` when the address is not that of one."""
    match = _ENDING.fullmatch(place.path, max(place.path.rfind("."), 0))
    return match[1].lower() if match else ""


def is_markup(body: bytes) -> bool:
    """Whether content begins like a web page."""
    return _MARKUP.match(body) is not None


def fault_in(kind: str, declared: str, body: bytes) -> str:
    """What is wrong with a document of that ``kind`` that begins so, ``''`` when nothing is.

    ``declared`` is its content type. Unknown beginnings are a fault only where the kind allows no doubt.
    """
    if not body:
        return "the file is empty"
    if is_markup(body):
        tolerated = kind in _TABLES and ("html" not in declared.lower() or any(mark in body for mark in _OFFICE_MARKUP))
        return "" if tolerated else f"a web page comes in place of the {kind} file"
    if kind == "pdf":
        return "" if b"%PDF" in body else "the file is no PDF"
    known = any(body.startswith(start) for starts in _STARTS.values() for start in starts)
    if known or kind in _TABLES or not body.strip(b"\0"):
        return "" if body.strip(b"\0") else "the file holds nothing but zeros"
    return "" if kind == "rtf" else f"the file is no {kind} file"
