"""Days in data that stands in a page for its scripts: lists that they will show, and the day of an article.

Read are the usual names of the day of publication in JSON, lists kept as markup in ``<script type="text/xml">``,
``datePublished`` of schema.org, and the variables of WeChat articles. Stamps of channels, of generation and of the
visit have other names and are left alone.
"""

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice

from checks.evidence import DateRead, DateSource
from checks.reading.datetext import DayText, one_day
from checks.reading.dom import Script, Tree
from checks.reading.remembered import Remembered
from checks.time import SHANGHAI

MAX_RECORDS = 500
"""Records read from one page."""

MAX_RECORD = 20_000
"""Characters between the start of a record and the day in it."""

CONFIDENCE = 0.9
"""How far a day in data for scripts is relied on: nobody sees it there."""

_NAMES = (
    *("pubDate", "pubdate", "PubDate", "publishDate", "publishTime", "publish_time", "docRelTime", "docPubTime"),
    *("docpubtime", "DOCRELTIME", "DOCPUBTIME", "releaseDate", "issueDate", "showDate", "showTime"),
)
_RECORD = re.compile(rf"(?:{'|'.join(_NAMES)})[\"']?\s*:\s*[\"']([^\"'\n]{{8,30}})[\"']")
_LETTER = re.compile(r"\w")
_ADDRESSES = ("url", "urls", "link", "href", "docpuburl", "docPubUrl", "DOCPUBURL", "linkurl", "linkUrl", "pageUrl")

_SCHEMA = re.compile(r"\"datePublished\"\s*:\s*\"([^\"]{8,40})\"")
_WECHAT = re.compile(r"(?:var\s|window\.)ct\s*=\s*[\"'](1\d{9})[\"']")
_DECODER = json.JSONDecoder()


def data_rows(tree: Tree, resolve: Callable[[str], str | None]) -> list[DateRead]:
    """The days of the records that scripts hold, at most :data:`MAX_RECORDS`, with the addresses that they name."""
    found = ((script, match) for script in tree.scripts() for match in _RECORDS[script.source])
    rows = (_row(script, match, resolve) for script, match in islice(found, MAX_RECORDS))
    return [row for row in rows if row]


def _records_in(source: str) -> tuple[re.Match[str], ...]:
    """The days of the records in a script, at most :data:`MAX_RECORDS`."""
    if ('"20' in source or "'20" in source) and any(name in source for name in _NAMES):
        # What stands before is looked at last: a search for names is far faster than one for ends of words.
        found = (match for match in _RECORD.finditer(source) if not _ends_word(source, match.start()))
        return tuple(islice(found, MAX_RECORDS))
    return ()


def _ends_word(source: str, position: int) -> bool:
    """Whether a word goes on at that place that began before it."""
    return position > 0 and _LETTER.match(source, position - 1) is not None


def _epoch_in(source: str) -> re.Match[str] | None:
    """The variable in which a WeChat article states when it was published."""
    if "ct" not in source or ('"1' not in source and "'1" not in source):
        return None
    return _WECHAT.search(source)


_RECORDS = Remembered(_records_in, longest=20_000, entries=512)
_EPOCHS = Remembered(_epoch_in, longest=20_000, entries=512)


def data_published(tree: Tree) -> DateRead | None:
    """The day that an article states in its data."""
    for script in tree.scripts():
        if script.kind == "application/ld+json":
            match = _SCHEMA.search(script.source)
            day = one_day(match[1]) if match else None
            if match and day:
                return _read(day, match[1], _line(script, match.start()))
        elif match := _EPOCHS[script.source]:
            return _read(_of_epoch(int(match[1])), match.group(), _line(script, match.start()))
    return None


def markup_in(tree: Tree) -> Iterator[tuple[str, int]]:
    """The markup that scripts of the kind XML or HTML hold for others to show, and the line that it starts on."""
    for script in tree.scripts():
        if script.kind in {"text/xml", "application/xml", "text/html"} and "<a" in script.source:
            yield script.source.replace("<![CDATA[", "").replace("]]>", ""), script.line


def _row(script: Script, match: re.Match[str], resolve: Callable[[str], str | None]) -> DateRead | None:
    day = one_day(match[1])
    if day is None:
        return None
    record = _record_around(script.source, match.start())
    address = _address_of(record)
    about = resolve(address) if address else ""
    return _read(day, match[1], _line(script, match.start()), about_url=about or "")


def _record_around(source: str, position: int) -> dict[str, object]:
    """The JSON object in which something stands, empty when it is not written as JSON."""
    depth = 0
    for start in range(position - 1, max(-1, position - MAX_RECORD), -1):
        character = source[start]
        if character == "}":
            depth += 1
        elif character == "{" and depth:
            depth -= 1
        elif character == "{":
            try:
                record, _ = _DECODER.raw_decode(source[start : start + 2 * MAX_RECORD])
            except (ValueError, RecursionError):
                return {}
            return record if isinstance(record, dict) else {}
    return {}


def _address_of(record: dict[str, object]) -> str:
    """The address that a record names, also as one of several for different screens."""
    for name in _ADDRESSES:
        value = record.get(name)
        if isinstance(value, str) and value.startswith("{"):
            try:
                value = _DECODER.decode(value)
            except (ValueError, RecursionError):
                continue
        if isinstance(value, dict):
            value = value.get("pc")
        if isinstance(value, str) and value:
            return value
    return ""


def _of_epoch(seconds: int) -> DayText:
    instant = datetime.fromtimestamp(seconds, SHANGHAI)
    return DayText(instant.date(), 0, 0, "", f"{instant:%H:%M}")


def _read(day: DayText, raw: str, line: int, about_url: str = "") -> DateRead:
    return DateRead(day.day, DateSource.DATA, raw, line, CONFIDENCE, about_url, day.time)


def _line(script: Script, position: int) -> int:
    return script.line + script.source.count("\n", 0, position) if script.line else 0
