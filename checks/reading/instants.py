"""Instants as feeds write them, to aware UTC."""

import re
from datetime import UTC, datetime, time
from email.utils import parsedate_to_datetime

from checks.reading.datetext import FIRST_YEAR, LAST_YEAR, one_day
from checks.time import SHANGHAI

_CHINA_TIME = re.compile(r"\bCST\b|\(?(?:GMT|UTC)\s*\+\s*0?8(?:[:：]?00)?\)?|北京时间")
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_MAX_LENGTH = 80


def instant_of(raw: str) -> datetime | None:
    """The instant that a feed means, None when it means none that can be understood.

    Read are ISO 8601, RFC 822, seconds and milliseconds since 1970, and days as Chinese pages write them. Without a
    zone it is Shanghai's time, and so is CST.
    """
    text = _CHINA_TIME.sub("+0800", raw.strip()) if len(raw) <= _MAX_LENGTH else ""
    if not text:
        return None
    for read in (_of_iso, _of_rfc822, _of_epoch, _of_chinese):
        found = read(text)
        if found is not None:
            return _in_utc(found)
    return None


def _in_utc(moment: datetime) -> datetime | None:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)).astimezone(UTC)


def _of_iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _of_rfc822(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    # RFC 2822 writes -0000 for an instant in UTC that says nothing of the place.
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None and text.endswith("-0000") else moment


def _of_epoch(text: str) -> datetime | None:
    return datetime.fromtimestamp(int(text[:10]), UTC) if _EPOCH.fullmatch(text) else None


def _of_chinese(text: str) -> datetime | None:
    day = one_day(text)
    return datetime.combine(day.day, time.fromisoformat(day.time or "00:00")) if day else None
