"""``govwatch serve``: the clock and the workers in one process."""

import asyncio
import signal
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from checks.time import SHANGHAI
from monitor import clock
from monitor.commands.options import DEFAULT_CONFIG, Config, Desk, opened, run
from monitor.commands.sending import transport
from monitor.dispatch import Dispatcher, InProcess
from monitor.health import health_served
from monitor.logs import set_up_logs
from monitor.rounds import Serving
from monitor.service import Service
from monitor.workers.lookings import SharedLookings
from monitor.workers.queue import Queue, is_shared, opened_queue
from monitor.workers.turns import SharedTurns
from monitor.workers.worker import Worker

TICK = 60
"""Seconds between two looks at what is due."""

GAP = timedelta(hours=2)
"""Longest time between two visits to a host by the timetable, rounded up: a slot, and the places within two slots."""

STOP = 8.0
"""Seconds that what is under way is given to end."""


def serve(
    config: Config = DEFAULT_CONFIG,
    clock_only: Annotated[
        bool, typer.Option("--clock-only", help="On PostgreSQL: hand out work, and leave it to workers. 只分派任务。")
    ] = False,
) -> None:
    """Watch by itself: visits, new articles, accounts, weekly crawl, reminders, weekly report. 持续监测。"""
    run(serve_by(config, clock.now, TICK, clock_only=clock_only))
    typer.echo("已停止。")


async def serve_by(config: Path, now: Callable[[], datetime], tick: float, *, clock_only: bool = False) -> None:
    """Serve until the process is asked to end, by the clock ``now``, looking at what is due every ``tick`` seconds."""
    stop = stop_signal()
    async with AsyncExitStack() as stack:
        desk = await stack.enter_async_context(opened(config))
        set_up_logs(desk.settings.operation.logs)
        typer.echo(_greeting(desk))
        tasks: list[asyncio.Task[None]] = []
        worker: Worker | None = None
        if is_shared(desk.settings.database.url):
            queue = Queue(await stack.enter_async_context(opened_queue(desk.settings.database.url)), desk.office.code)
            dispatcher: Dispatcher = queue
            if not clock_only:
                worker = worker_of(desk)
                tasks.append(asyncio.create_task(worker.work(stop)))
        else:
            dispatcher = InProcess(desk.settings.limits.origins)
        await stack.enter_async_context(health_served(desk, worker))
        lookings = SharedLookings()
        stack.push_async_callback(lookings.close)
        service = Service(serving_of(desk), dispatcher, now, lookings)
        scheduler = AsyncIOScheduler(timezone=SHANGHAI)
        scheduler.add_job(_ticking, "interval", [service, stop], seconds=tick, max_instances=1, coalesce=True)
        scheduler.start()
        try:
            await service.tick()
            await stop.wait()
        finally:
            stop.set()
            scheduler.shutdown(wait=False)
            await dispatcher.stop(STOP)
            await asyncio.gather(*tasks)


async def _ticking(service: Service, stop: asyncio.Event) -> None:
    """One look at what is due. That the end of the program breaks it off is no failure."""
    try:
        await service.tick()
    except asyncio.CancelledError:
        if not stop.is_set():
            raise


def stop_signal() -> asyncio.Event:
    """Set when the process is asked to end."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop


def worker_of(desk: Desk) -> Worker:
    """A worker by the settings."""
    settings = desk.settings
    serving = replace(serving_of(desk), spreads=True)
    worker = settings.worker
    return Worker(
        settings.database.url, desk.office.code, serving, clock.now, worker.probes, worker.visits, worker.stalled,
        lookings=SharedLookings(SharedTurns(desk.database)),
    )  # fmt: skip


def serving_of(desk: Desk) -> Serving:
    """What the service works with, by the settings."""
    settings = desk.settings
    return Serving(
        database=desk.database,
        office_id=desk.office_id,
        policy=settings.policy,
        origins=settings.limits.origins,
        transport=transport(settings.mail),
        sender=settings.mail.sender,
        late=GAP + timedelta(minutes=settings.operation.behind),
        catalogue=desk.catalogue,
        recipients=(settings.office.mailbox,) if settings.office.mailbox else (),
    )


def _greeting(desk: Desk) -> str:
    mailbox = desk.settings.office.mailbox or "（未设置办公室邮箱，周报不会发送）"
    return (
        f"{desk.office.name}：开始持续监测。每个域名每天访问24次；新文章每天查看4次；账号每天查看3次；每周六22点全面检查；"
        f"工作日8点半临期提醒；每周一8点发周报到 {mailbox}。按 Ctrl-C 停止。"
    )
