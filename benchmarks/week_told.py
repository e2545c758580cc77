"""What a served week left behind: the right number of everything, nothing twice, every article seen, flat memory."""

import json
import os
import platform
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from itertools import pairwise
from pathlib import Path
from typing import Any

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from benchmarks.soak import START, Hurried
from checks.time import SHANGHAI
from monitor.commands.options import opened
from monitor.timetable import slot_start
from registry.models import FindingRow, Origin, Outbox, ProbeRow, Round, Scan, ScanState, Visit

A_DAY = 20
"""Visits a day that the official rule asks for."""

SEEN_WITHIN = timedelta(hours=6)
"""From the publication of an article to the finding in it."""

GROWTH = 1.10
"""How much larger the memory at the end may be than after the first day."""

STOPS = 10.0

BUNCHED = 0.02
"""The part of the pauses that may be shorter than the timetable makes them: a late second is 17 minutes here."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The process at an hour of the schedule: resident memory in MB, descriptors, processor seconds so far."""

    hour: int
    memory: float
    descriptors: int
    cpu: float


@dataclass(slots=True)
class Run:
    """A run: how long and how fast it was, and what was seen of the process. ``stopped``: seconds it took to end."""

    hours: float
    rate: float
    now: Hurried
    samples: list[Sample] = field(default_factory=list)
    published: dict[int, datetime] = field(default_factory=dict)
    stopped: float = 0.0
    code: int = 0


async def told(config: Path, run: Run) -> int:
    """Print the figures; 0 when all held."""
    async with opened(config) as desk, desk.database.read() as session:
        probes = await _probes(session, run)
        rounds = await _rounds(session)
        articles = await _articles(session, run)
        mails = await _mails(session, [one.read_bytes() for one in sorted((config.parent / "outbox").glob("*.eml"))])
        scans = await _scans(session)
    memory = _memory(run)
    log = (config.parent / "serve.log").read_text("utf-8", "replace")
    reports = int((run.hours - 8) // 168 + 1) if run.hours > 8 else 0
    holds = {
        "visits a day": probes["enough"] and not probes["slots with two"],
        "spread": probes["pauses under 11 minutes"] <= BUNCHED and probes["longest pause, hours"] <= 4,
        "reports": len(mails["reports"]) == reports,
        "nothing twice": rounds["begun twice"] == 0 and not mails["sent twice"] and scans["visits twice"] == 0,
        "articles seen": articles["seen in time"] == articles["due"],
        "memory flat": memory["growth"] <= GROWTH,
        "stops": run.stopped <= STOPS and run.code == 0,
        "no errors": "Traceback" not in log,
    }
    figures = {
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {platform.python_version()}",
        "hours": run.hours, "rate": run.rate, "holds": holds, "visits": probes, "rounds": rounds, "scans": scans,
        "articles": articles, "mails": mails, "process": memory,
        "stopped after, seconds": round(run.stopped, 1), "exit code": run.code,
    }  # fmt: skip
    print(json.dumps(figures, ensure_ascii=False, indent=1), flush=True)
    if "Traceback" in log:
        print(log[-4000:], flush=True)
    return 0 if all(holds.values()) else 1


async def _probes(session: AsyncSession, run: Run) -> dict[str, Any]:
    query = select(Origin.key, ProbeRow.at).join(ProbeRow, ProbeRow.origin_id == Origin.id)  # type: ignore[arg-type]
    made: dict[str, list[datetime]] = {}
    for host, at in (await session.exec(query)).all():
        made.setdefault(host, []).append(at)
    days = Counter((host, at.astimezone(SHANGHAI).date()) for host, all_ in made.items() for at in all_)
    last = (START + timedelta(hours=run.hours)).astimezone(SHANGHAI).date()
    whole = [days[host, day] for host in made for day in {day for _, day in days if day < last}]
    least = run.hours * A_DAY / 24 - 1
    pauses = [later - earlier for all_ in made.values() for earlier, later in pairwise(sorted(all_))]
    minutes = Counter(at.replace(second=0, microsecond=0) for all_ in made.values() for at in all_)
    slots = Counter((host, slot_start(at)) for host, all_ in made.items() for at in all_)
    return {
        "hosts": len(made),
        "made": sum(map(len, made.values())),
        "enough": min(whole, default=A_DAY) >= A_DAY and min(map(len, made.values()), default=0) >= least,
        "fewest in a whole day": min(whole, default=0),
        "most in a whole day": max(whole, default=0),
        "slots with two": sum(count > 1 for count in slots.values()),
        "pauses under 11 minutes": round(sum(one < timedelta(minutes=11) for one in pauses) / max(1, len(pauses)), 4),
        "longest pause, hours": round(max(pauses, default=timedelta()) / timedelta(hours=1), 2),
        "most in one minute": max(minutes.values(), default=0),
    }


async def _rounds(session: AsyncSession) -> dict[str, Any]:
    rows = (await session.exec(select(Round))).all()
    return {
        "done": dict(sorted(Counter(row.what for row in rows if row.done).items())),
        "left": sum(row.done is None for row in rows),
        "begun twice": sum(row.times > 1 for row in rows),
    }


async def _articles(session: AsyncSession, run: Run) -> dict[str, Any]:
    rows = (await session.exec(select(FindingRow).where(FindingRow.indicator == "site.formalism"))).all()
    first = {number: row.first_seen for row in rows for number in run.published if f"post_{number}.html" in row.url}
    end = START + timedelta(hours=run.hours)
    due = {number: at for number, at in run.published.items() if at + SEEN_WITHIN < end}
    waits = [(first[number] - at) / timedelta(hours=1) for number, at in due.items() if number in first]
    return {
        "published": len(run.published),
        "due": len(due),
        "seen in time": sum(wait * timedelta(hours=1) <= SEEN_WITHIN for wait in waits),
        "hours until seen": [round(wait, 1) for wait in waits],
    }


async def _scans(session: AsyncSession) -> dict[str, Any]:
    scans = (await session.exec(select(Scan))).all()
    visits = Counter((row.scan_id, row.origin_id) for row in (await session.exec(select(Visit))).all())
    return {
        "finished": dict(Counter(one.selection.partition(":")[0] for one in scans if one.state is ScanState.FINISHED)),
        "unfinished": sum(one.state is not ScanState.FINISHED for one in scans),
        "visits twice": sum(count > 1 for count in visits.values()),
    }


async def _mails(session: AsyncSession, files: Sequence[bytes]) -> dict[str, Any]:
    rows = (await session.exec(select(Outbox))).all()
    sent = Counter(message_from_bytes(one)["Message-ID"] for one in files)
    return {
        "reports": sorted(row.key for row in rows if row.key.startswith("weekly/")),
        "reminders": sum(row.key.startswith("reminder/") for row in rows),
        "alerts": sorted(row.key for row in rows if row.key.startswith("alert/")),
        "states": dict(Counter(row.state.value for row in rows)),
        "sent twice": sum(count > 1 for count in sent.values()),
    }


def _memory(run: Run) -> dict[str, Any]:
    """Resident memory through the run. The end is held to the first day, when everything was loaded."""
    day = max(1, min(24, len(run.samples) // 2))
    early = max(one.memory for one in run.samples[day : day + max(1, day // 2)])
    late = max(one.memory for one in run.samples[-max(1, day // 2) :])
    shown = [one for one in run.samples if one.hour in {1, 6, 12} or one.hour % 24 == 0] + run.samples[-1:]
    return {
        "MB by hour": {str(one.hour): round(one.memory) for one in shown},
        "MB after the first day": round(early),
        "MB at the end": round(late),
        "growth": round(late / early, 3),
        "descriptors at the end": run.samples[-1].descriptors,
        "processor seconds": round(run.samples[-1].cpu),
    }
