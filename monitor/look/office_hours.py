"""When offices work and their sites are visited most: 08:00 to 18:00 in Shanghai on working days."""

from datetime import datetime, time

import chinese_calendar

from checks.time import SHANGHAI

_OPENS, _CLOSES = time(8), time(18)


def is_office_time(instant: datetime) -> bool:
    """Whether offices work at that instant.

    Working days are those of the State Council's calendar; in years that it does not hold yet, weekdays.
    """
    local = instant.astimezone(SHANGHAI)
    if not _OPENS <= local.time() < _CLOSES:
        return False
    try:
        return bool(chinese_calendar.is_workday(local.date()))
    except NotImplementedError:  # a year that the calendar does not hold
        return local.weekday() < 5
