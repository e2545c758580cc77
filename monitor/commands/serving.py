"""``govwatch serve``: the clock and the workers in one process."""

import asyncio
import logging
import signal
from pathlib import Path

import typer
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from checks.time import SHANGHAI
from monitor import clock
from monitor.commands.options import DEFAULT_CONFIG, Config, Desk, opened, run
from monitor.commands.sending import transport
from monitor.dispatch import InProcess
from monitor.rounds import Serving
from monitor.service import Service

TICK = 60
"""Seconds between two looks at what is due."""

STOP = 8.0
"""Seconds that what is under way is given to end."""


def serve(config: Config = DEFAULT_CONFIG) -> None:
    """Watch by itself: visits, weekly crawl, accounts, report on Monday 08:00. 持续监测。"""
    logging.getLogger("monitor").setLevel(logging.INFO)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    run(_serve(config))
    typer.echo("已停止。")


async def _serve(config: Path) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with opened(config) as desk:
        typer.echo(_greeting(desk))
        dispatcher = InProcess(desk.settings.limits.origins)
        service = Service(serving_of(desk), dispatcher, clock.now)
        scheduler = AsyncIOScheduler(timezone=SHANGHAI)
        scheduler.add_job(service.tick, "interval", seconds=TICK, max_instances=1, coalesce=True)
        scheduler.start()
        try:
            await service.tick()
            await stop.wait()
        finally:
            scheduler.shutdown(wait=False)
            await dispatcher.stop(STOP)


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
        recipients=(settings.office.mailbox,) if settings.office.mailbox else (),
    )


def _greeting(desk: Desk) -> str:
    mailbox = desk.settings.office.mailbox or "（未设置办公室邮箱，周报不会发送）"
    return (
        f"{desk.office.name}：开始持续监测。每个域名每天访问24次；账号每天查看3次；每周六22点全面检查；"
        f"每周一8点发周报到 {mailbox}。按 Ctrl-C 停止。"
    )
