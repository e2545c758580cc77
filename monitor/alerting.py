"""Noticing that the monitor goes blind, falls behind or is shut out, and telling the office: a mail a day for each."""

import logging
from datetime import datetime, timedelta

from checks.time import shanghai_day
from monitor.look.shield import SUSPECTED
from monitor.rounds import Serving
from registry.models import Office
from registry.outbox import queue_mail
from registry.pulse import Pulse, pulse
from registry.seen.manners import refused_together
from reports.alert import behind_letter, blind_letter, shield_letter
from reports.mail import build_message, message_id
from reports.render import Letter

log = logging.getLogger(__name__)

SHIELDED_SINCE = timedelta(hours=2)
"""Visits by which it is told that a protection device is suspected."""

TOLERATED = 0.05
"""The part of the hosts that may be late before the office is told: some are always just being visited."""


async def tell_of_trouble(serving: Serving, now: datetime, since: datetime) -> list[str]:
    """Queue what the office should know of the monitor; the kinds of trouble. ``since``: the program runs since then.

    Of what was not done before it ran nobody is told: it was started for that.
    """
    async with serving.database.read() as session:
        figures = await pulse(session, serving.office_id, now, late=serving.late)
        office = await session.get_one(Office, serving.office_id)
        shields = await refused_together(session, serving.office_id, now - SHIELDED_SINCE, SUSPECTED)
    letters = dict(_letters(figures, office, serving.late, now, since))
    for address, hosts in shields.items():
        letters[f"shield/{address}"] = shield_letter(office.name, now, address, hosts)
    for kind, letter in letters.items():
        log.error("%s", letter.subject)
        await _queue(serving, office, f"alert/{kind}/{shanghai_day(now)}", letter, now)
    return list(letters)


def _letters(
    figures: Pulse, office: Office, late: timedelta, now: datetime, since: datetime
) -> list[tuple[str, Letter]]:
    found = []
    if figures.blind:
        found.append(("blind", blind_letter(office.name, now)))
    if now - since > late and figures.behind > TOLERATED:
        found.append(("behind", behind_letter(office.name, now, figures.hosts, figures.probed)))
    return found


async def _queue(serving: Serving, office: Office, key: str, letter: Letter, now: datetime) -> None:
    if not serving.recipients:
        return
    message = message_id(office.code, key, serving.sender)
    content = build_message(letter, message_id=message, sender=serving.sender, recipients=serving.recipients, at=now)
    async with serving.database.write() as session:
        await queue_mail(session, serving.office_id, key, message, serving.recipients, letter.subject, content, now)
