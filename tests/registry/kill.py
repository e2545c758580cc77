"""A program that works on books and is killed at a boundary.

``python -m tests.registry.kill FOLDER`` does so for every file in the folder, which is named for its boundary, and
prints how each ended: the signal as a negative number.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path

from registry import boundaries
from registry.boundaries import Boundary
from registry.database import Database
from registry.ledger import TargetResult, enter_visit
from registry.models import stored
from registry.offices import ensure_office
from registry.outbox import claim, queue_mail
from registry.sharing.leases import take_lease
from tests.registry.books import LINKS, NOW, begin_scan, broken, found, import_text, office_id, url_of


async def work(file: Path) -> None:
    async with await Database.open(url_of(file)) as database:
        async with database.write() as session:
            office = await ensure_office(session, "YC", "宜春", now=NOW)
        await import_text(database, office)
        plan = (await begin_scan(database, office)).visits[-1]
        async with database.write() as session:
            token = await take_lease(session, plan.visit.origin_id, "killed", NOW, 600)
        assert token is not None
        target = plan.entries[0].target
        results = [TargetResult(target.id, {LINKS: found(broken(target, confirmed=True))})]
        async with database.write() as session:
            await enter_visit(session, stored(plan.visit.id), token, results, NOW)
        async with database.write() as session:
            mail = await queue_mail(
                session, office_id(office), "weekly/1", "<1@x.test>", ["a@x.test"], "周报", b"x", NOW
            )
        async with database.write() as session:
            await claim(session, stored(mail.id))


def work_and_die(file: Path) -> None:
    def die(boundary: Boundary) -> None:
        if boundary.name == file.stem:
            os.kill(os.getpid(), signal.SIGKILL)

    boundaries.hook = die
    asyncio.run(work(file))


def in_another_process(file: Path) -> int:
    """A fork, because loading all the libraries anew for each takes most of the time."""
    process = os.fork()
    if process:
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    try:
        work_and_die(file)
    finally:
        os._exit(1)


if __name__ == "__main__":
    for one in sorted(Path(sys.argv[1]).glob("*.db")):
        sys.stdout.write(f"{one.stem} {in_another_process(one)}\n")
        sys.stdout.flush()
