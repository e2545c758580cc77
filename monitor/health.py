"""``/metrics``, ``/healthz`` and ``/readyz`` of a process that runs for long, where the settings say so.

``/healthz``: the process turns its loop. ``/readyz``: it also reaches the books.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from monitor import clock
from monitor.commands.options import Desk
from monitor.metrics import exposition
from monitor.workers.queue import is_shared, queue_ages
from monitor.workers.worker import Worker
from registry.errors import BooksError
from registry.pulse import pulse


@asynccontextmanager
async def health_served(desk: Desk, worker: Worker | None = None) -> AsyncIterator[int]:
    """Serve them while the body runs; the port, 0 when the settings name no address."""
    listen = desk.settings.operation.listen
    if not listen:
        yield 0
        return
    host, _, port = listen.rpartition(":")
    runner = web.AppRunner(_application(desk, worker), access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host or "127.0.0.1", int(port))
        await site.start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


def _application(desk: Desk, worker: Worker | None) -> web.Application:
    async def metrics(_request: web.Request) -> web.Response:
        now = clock.now()
        try:
            async with desk.database.read() as session:
                figures = await pulse(session, desk.office_id, now)
                waiting = await queue_ages(session, desk.office.code, now) if _shared(desk) else {}
        except BooksError as error:
            return web.Response(status=503, text=f"{error}\n")
        body = exposition(desk.office.code, figures, now, waiting, worker)
        return web.Response(body=body, headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})

    async def healthz(_request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def readyz(_request: web.Request) -> web.Response:
        try:
            async with desk.database.read() as session:
                figures = await pulse(session, desk.office_id, clock.now())
        except BooksError as error:
            return web.Response(status=503, text=f"{error}\n")
        return web.Response(text=f"ok: {figures.probed} of {figures.hosts} hosts visited within two hours\n")

    application = web.Application()
    application.add_routes([web.get("/metrics", metrics), web.get("/healthz", healthz), web.get("/readyz", readyz)])
    return application


def _shared(desk: Desk) -> bool:
    return is_shared(desk.settings.database.url)
