"""What a soak left behind: is the schedule kept, are the books whole, did memory and descriptors stay flat?"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from email import message_from_bytes
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from monitor.commands.options import opened
from monitor.timetable import VISITS_A_DAY
from registry.schema import head

Samples: TypeAlias = Sequence[tuple[float, float, int]]
"""Of a process: age in seconds, resident memory in MB, descriptors."""

SETTLED = 60.0
"""Seconds after which a process has loaded everything."""

ON_TIME, GROWTH = 0.98, 1.25
"""The least part of the visits that must be made, and how much larger the last third may be than the second."""

_TWICE = {
    "slots with two visits": """
        SELECT count(*) FROM
        (SELECT 1 FROM probe GROUP BY origin_id, date_trunc('hour', at) HAVING count(*) > 1) one""",
    "visits entered twice": """
        SELECT count(*) FROM (SELECT 1 FROM visit GROUP BY scan_id, origin_id HAVING count(*) > 1) one""",
    "findings twice": """
        SELECT count(*) FROM (SELECT 1 FROM finding GROUP BY fingerprint, office_id HAVING count(*) > 1) one""",
    "finished scans with visits left": """
        SELECT count(*) FROM scan WHERE state = 'finished'
        AND EXISTS (SELECT 1 FROM visit WHERE scan_id = scan.id AND visit.state = 'planned')""",
    "entered visits without observations": """
        SELECT count(*) FROM visit WHERE state = 'entered' AND NOT EXISTS (
            SELECT 1 FROM observation o JOIN target t ON t.id = o.target_id
            WHERE o.scan_id = visit.scan_id AND t.origin_id = visit.origin_id)""",
    "finished scans without grades": """
        SELECT count(*) FROM scan WHERE state = 'finished'
        AND NOT EXISTS (SELECT 1 FROM tally WHERE scan_id = scan.id)""",
}
"""What must be none in whole books."""


async def told(config: Path, samples: Mapping[str, Samples], about: dict[str, Any], minutes: float, rate: float) -> int:
    """Print the figures; 0 when all held."""
    async with opened(config) as desk, desk.database.read() as session:
        wrong = {name: await _number(session, query) for name, query in _TWICE.items()}
        schedule = await _schedule(session, minutes * rate / 60)
        books = await _books(session)
        mails = _mails(await _by(session, "SELECT state, count(*) FROM outbox GROUP BY 1"), config.parent / "outbox")
    flat = {name: _flatness(of) for name, of in samples.items()}
    steady = flat["worker 1"]
    holds = {
        "schedule kept": schedule["on time"] >= ON_TIME,
        "books whole": not any(wrong.values()) and not mails["twice"],
        "memory flat": steady["growth"] <= GROWTH,
        "descriptors flat": steady["descriptors"][2] <= steady["descriptors"][1] * GROWTH + 8,
    }
    figures = {
        "minutes": minutes, "rate": rate, "schema": head(), **about, "holds": holds, "schedule": schedule,
        "wrong in the books": wrong, "mails": mails, "books": books, "processes": flat,
    }  # fmt: skip
    print(json.dumps(figures, ensure_ascii=False, indent=1), flush=True)
    return 0 if all(holds.values()) else 1


async def _schedule(session: AsyncSession, hours: float) -> dict[str, Any]:
    made = await _by(session, "SELECT o.key, count(*) FROM probe p JOIN origin o ON o.id = p.origin_id GROUP BY 1")
    expected = int(hours * VISITS_A_DAY / 24)
    due = expected * len(made)
    of_them = sum(min(count, expected) for count in made.values())
    return {
        "hours": round(hours, 1), "hosts": len(made), "visits due": due, "made of them": of_them,
        "on time": round(of_them / due, 4) if due else 0.0,
    }  # fmt: skip


async def _books(session: AsyncSession) -> dict[str, Any]:
    return {
        "rounds done": await _by(session, "SELECT what, count(*) FROM round WHERE done IS NOT NULL GROUP BY 1"),
        "scans": await _by(session, "SELECT selection || ' ' || state, count(*) FROM scan GROUP BY 1"),
        "scan visits": await _by(session, "SELECT state, count(*) FROM visit GROUP BY 1"),
        "probes": await _by(session, "SELECT outcome, count(*) FROM probe GROUP BY 1"),
        "jobs left": await _by(session, "SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1"),
        "MB": round(await _number(session, "SELECT pg_database_size(current_database())") / 1e6, 1),
    }


def _mails(states: dict[str, int], folder: Path) -> dict[str, Any]:
    sent = Counter(message_from_bytes(one.read_bytes())["Message-ID"] for one in folder.glob("*.eml"))
    return {"states": states, "files": sum(sent.values()), "twice": sum(count > 1 for count in sent.values())}


def _flatness(samples: Samples) -> dict[str, Any]:
    """Largest memory and descriptors by thirds of the time since it settled."""
    settled = [one for one in samples if one[0] > SETTLED] or list(samples[-3:])
    third = max(1, len(settled) // 3)
    thirds = [settled[:third], settled[third : 2 * third] or settled[:third], settled[2 * third :] or settled[:third]]
    memory = [round(max(mb for _, mb, _ in part)) for part in thirds]
    return {
        "MB by thirds": memory, "descriptors": [max(files for *_, files in part) for part in thirds],
        "growth": round(memory[2] / memory[1], 3),
    }  # fmt: skip


async def _by(session: AsyncSession, query: str) -> dict[str, int]:
    rows = await (await session.connection()).execute(text(query))
    return {str(name): int(count) for name, count in rows}


async def _number(session: AsyncSession, query: str) -> int:
    return int((await (await session.connection()).execute(text(query))).scalar_one())
