"""Bytes of a page to its text.

Order: byte order mark, HTTP header, ``<meta>``, then strict UTF-8, GB18030, and only then the encoding that breaks the
fewest characters. gb2312 and gbk are read as gb18030, which holds them both. What the bytes plainly are goes before
what is declared: servers and templates that declare the wrong charset are common.
"""

import codecs
import re

UTF8 = "utf-8"
GB18030 = "gb18030"

_PRESCAN = 4096
"""Bytes searched for a declaration. The standard asks for 1,024, but comments push it further down on real pages."""

_MARKS = ((b"\xef\xbb\xbf", UTF8), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

_LABELS = {
    GB18030: "gb18030 gb2312 gbk gb_2312 gb_2312-80 x-gbk chinese csgb2312 iso-ir-58 cp936 ms936 windows-936",
    UTF8: "utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 x-unicode20utf8 utf-8-sig utf-16 unicode",
    "big5hkscs": "big5 big5-hkscs cn-big5 csbig5 x-x-big5",
    "windows-1252": "windows-1252 iso-8859-1 iso8859-1 latin1 latin-1 l1 ascii us-ascii cp1252 x-cp1252",
    "windows-1251": "windows-1251 cp1251 x-cp1251",
    "windows-1256": "windows-1256 cp1256 x-cp1256",
    "koi8-r": "koi8-r koi8 koi",
    "euc-kr": "euc-kr ks_c_5601-1987 korean cseuckr windows-949",
    "shift_jis": "shift_jis shift-jis sjis x-sjis ms932 windows-31j",
    "euc-jp": "euc-jp x-euc-jp",
    "utf-16-le": "utf-16le",
    "utf-16-be": "utf-16be",
}
_CODECS = {label: codec for codec, labels in _LABELS.items() for label in labels.split()}
_SINGLE_BYTE = frozenset({"windows-1252", "windows-1251", "windows-1256", "koi8-r"})

_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:+-]{2,40})", re.IGNORECASE | re.ASCII)
_IN_META = re.compile(rb"<meta\s[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:+-]{2,40})", re.IGNORECASE)
_IN_PROLOG = re.compile(rb"^\s*<\?xml\s[^>]{0,100}?encoding\s*=\s*[\"']([\w.:+-]{2,40})", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_EAST_ASIAN = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
_TWO_HANZI = re.compile("[\u4e00-\u9fff]{2}")


def decode(body: bytes, content_type: str) -> tuple[str, str]:
    """The text of a page and the name of the charset it was read in. ``content_type`` is the HTTP header. Never raises.

    Bytes that fit no charset become U+FFFD.
    """
    for mark, codec in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace"), codec
    declared = _declared(body, content_type)
    if body.isascii():
        return _of_ascii(body, declared)
    text = _utf8(body)
    if text is not None and _is_utf8(text, declared):
        return text, UTF8
    return _of_others(body, declared)


def _declared(body: bytes, content_type: str) -> list[str]:
    """The codecs that the header and the page declare, in this order. Unknown labels are left out."""
    found = [match[1] for match in [_IN_HEADER.search(content_type)] if match]
    head = body[:_PRESCAN]
    if b"<!--" in head:
        head = _COMMENT.sub(b"", head)
    found += [
        match[1].decode("ascii", "replace") for match in (_IN_META.search(head), _IN_PROLOG.search(head)) if match
    ]
    known = [_CODECS[label.lower()] for label in found if label.lower() in _CODECS]
    return list(dict.fromkeys(known))


def _of_ascii(body: bytes, declared: list[str]) -> tuple[str, str]:
    wide = [codec for codec in declared if codec.startswith("utf-16")]
    if wide and b"\0" in body:
        return body.decode(wide[0], "replace"), wide[0]
    narrow = [codec for codec in declared if codec not in wide]
    return body.decode("ascii"), narrow[0] if narrow else UTF8


def _is_utf8(text: str, declared: list[str]) -> bool:
    """Whether bytes that happen to be valid UTF-8 are meant so. A few GBK characters alone can look like it."""
    return not declared or UTF8 in declared or _EAST_ASIAN.search(text) is not None


def _of_others(body: bytes, declared: list[str]) -> tuple[str, str]:
    # A single-byte charset fits any bytes, so its declaration says little: Chinese is tried before it.
    telling = [codec for codec in declared if codec not in _SINGLE_BYTE]
    for codec in telling:
        text = _strict(body, codec)
        if text is not None:
            return text, codec
    if not telling:
        text = _strict(body, GB18030)
        if text is not None and (not declared or _TWO_HANZI.search(text)):
            return text, GB18030
    return _least_broken(body, declared, telling)


def _least_broken(body: bytes, declared: list[str], telling: list[str]) -> tuple[str, str]:
    """Of what may be meant, the reading with the fewest U+FFFD: one bad byte must not turn a page into another."""
    if declared and not telling:
        return body.decode(declared[0], "replace"), declared[0]
    candidates = dict.fromkeys([*telling, UTF8, GB18030, "big5hkscs"])
    readings = [(body.decode(codec, "replace"), codec) for codec in candidates]
    return min(readings, key=lambda reading: reading[0].count("\ufffd"))


def _utf8(body: bytes) -> str | None:
    """The text when the bytes are UTF-8, which may be cut within the last character."""
    try:
        return codecs.utf_8_decode(body, "strict", False)[0]
    except UnicodeDecodeError:
        return None


def _strict(body: bytes, codec: str) -> str | None:
    try:
        return body.decode(codec)
    except UnicodeDecodeError:
        return None
