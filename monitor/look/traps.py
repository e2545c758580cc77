"""Places where a crawl would never end: calendars, endless parameters, session ids, growing paths and mirrors.

Addresses in them are not followed; as links they are asked for like all others. What was caught is counted by kind and
place, so that it can be said.
"""

import re
import zlib
from collections import Counter, defaultdict
from datetime import date
from enum import StrEnum

from monitor.look.weburl import WebUrl

MAX_SEGMENTS = 20
MAX_REPEATS = 4
"""Folders in a path, and folders of one name in it."""

MAX_QUERIES = 100
"""Different queries followed of one path."""

MIRRORED = 10
"""Pages of a folder that stand elsewhere too, from which on it is a mirror when they are four fifths of it."""

_MIRROR_TEXT = 300  # characters: shorter pages are alike anyway
_YEAR = re.compile(r"(?:^|[/=_&?-])((?:1[89]|20|21)\d\d)(?:[-/_]?(?:0?[1-9]|1[0-2])\b|(?=[&/_-]|$))")
_SESSION = re.compile(
    r";jsessionid=[^?/;]*|(?<=[?&])(?:phpsessid|jsessionid|aspsessionid\w*|sessionid|session_id|sid)=[^&]*",
    re.IGNORECASE,
)


class Trap(StrEnum):
    """Why a page is not followed."""

    CALENDAR = "calendar"  # a year that no page of a site is about
    PARAMETERS = "parameters"
    SESSION = "session"  # the same address with another session id
    PATH = "path"
    MIRROR = "mirror"


class Traps:
    """The traps of one origin. ``today`` is the day of the look; ``caught`` counts by kind and place."""

    def __init__(self, today: date) -> None:
        self._years = range(1990, today.year + 2)
        self._queries: defaultdict[str, set[int]] = defaultdict(set)
        self._sessions: dict[str, str] = {}
        self._texts: dict[int, str] = {}
        self._read: Counter[str] = Counter()
        self._doubled: Counter[str] = Counter()
        self.caught: Counter[tuple[Trap, str]] = Counter()

    def catches(self, place: WebUrl) -> Trap | None:
        """The trap that following this address would lead into, None when there is none."""
        trap, where = self._of(place)
        if trap is not None:
            self.caught[trap, f"{place.origin}{where}"] += 1
        return trap

    def _of(self, place: WebUrl) -> tuple[Trap | None, str]:
        segments = place.path.split("/")
        if len(segments) > MAX_SEGMENTS or _repeats(segments):
            return Trap.PATH, "/".join(segments[:3])
        if self._is_mirror(folder := _folder(place)):
            return Trap.MIRROR, folder
        if any(int(year) not in self._years for year in _YEAR.findall(f"{place.path}{place.query}")):
            return Trap.CALENDAR, place.path.rpartition("/")[0] if not place.query else place.path
        bare = _SESSION.sub("", place.key) if place.query or ";" in place.path else place.key
        if bare != place.key and self._sessions.setdefault(bare, place.key) != place.key:
            return Trap.SESSION, place.path.partition(";")[0]
        return self._of_query(place)

    def _of_query(self, place: WebUrl) -> tuple[Trap | None, str]:
        if not place.query:
            return None, ""
        seen = self._queries[f"{place.host}{place.path}"]
        if len(seen) >= MAX_QUERIES and hash(place.query) not in seen:
            return Trap.PARAMETERS, place.path
        seen.add(hash(place.query))
        return None, ""

    @staticmethod
    def content_of(title: str, text: str) -> int:
        """A number that stands for what a page says, 0 when it says so little that many say the same."""
        if len(text) < _MIRROR_TEXT:
            return 0
        said = f"{title}\n{text}".encode("utf-8", "surrogatepass")
        return len(said) << 32 | zlib.crc32(said)

    def read(self, place: WebUrl, content: int) -> None:
        """Take note of a page that was read and says enough, by a number that stands for what it holds."""
        folder = _folder(place)
        self._read[folder] += 1
        if self._texts.setdefault(content, folder) != folder:
            self._doubled[folder] += 1

    def _is_mirror(self, folder: str) -> bool:
        return self._doubled[folder] >= MIRRORED and 5 * self._doubled[folder] >= 4 * self._read[folder]


def _repeats(segments: list[str]) -> bool:
    """Whether one name stands in a path again and again."""
    return len(segments) > MAX_REPEATS and max(Counter(filter(None, segments)).values(), default=0) >= MAX_REPEATS


def _folder(place: WebUrl) -> str:
    """The first folder of an address."""
    return "/".join(place.path.split("/")[:2]) if place.path.count("/") > 1 else ""
