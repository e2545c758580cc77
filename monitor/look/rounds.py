"""Asking for the addresses that were noted, host beside host, so that a slow host delays nobody but itself."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator

from checks.reading.urls import host_of


async def for_each_host(
    urls: Iterable[str], work: Callable[[str], Awaitable[object]], at_once: int, is_late: Callable[[], bool]
) -> None:
    """Do ``work`` for every URL, ``at_once`` of one host at a time, and begin nothing more once it is late."""
    by_host: defaultdict[str, list[str]] = defaultdict(list)
    for url in urls:
        by_host[host_of(url)].append(url)

    async def worker(rest: Iterator[str]) -> None:
        for url in rest:
            if is_late():
                return
            await work(url)

    async with asyncio.TaskGroup() as group:
        for of_host in by_host.values():
            rest = iter(of_host)
            for _ in range(min(at_once, len(of_host))):
                group.create_task(worker(rest))
