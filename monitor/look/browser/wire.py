"""What browser and proxy say to each other: heads of requests and answers, and refusals."""

import asyncio
import contextlib
from collections.abc import Mapping

from monitor.look.weburl import web_url

HOP = frozenset({"connection", "keep-alive", "proxy-connection", "proxy-authorization", "te", "upgrade"})
"""Headers that are between two neighbours only."""


class RefusedError(Exception):
    """A request that is not let through. The message says why."""


def read_head(head: bytes) -> tuple[str, str, list[tuple[str, str]]]:
    """Method, goal and headers of a request. Raises ``ValueError`` for what is none."""
    first, *lines = head[:-4].decode("latin-1").split("\r\n")
    method, goal, _ = first.split(" ", 2)
    pairs = (line.partition(":") for line in lines)
    return method.upper(), goal, [(name.strip(), value.strip()) for name, _, value in pairs]


def goal_of(method: str, goal: str) -> tuple[str, int, str]:
    """Host, port and path that a request is for."""
    if method == "CONNECT":
        place = web_url(f"https://{goal}/")
        if place is None:
            raise RefusedError("不是网址")
        return place.host, place.port, ""
    place = web_url(goal)
    if place is None or place.secure:
        raise RefusedError("不是网址")
    return place.host, place.port, goal.partition("://")[2].partition("/")[2]


def authority(host: str, port: int) -> str:
    """What stands in ``Host``."""
    return host if port == 80 else f"{host}:{port}"


def request_head(method: str, path: str, authority: str, headers: list[tuple[str, str]]) -> bytes:
    """The head of a request as the site gets it: its path, and no word for neighbours."""
    kept = [(name, value) for name, value in headers if name.lower() not in HOP and name.lower() != "host"]
    lines = [f"{method} /{path} HTTP/1.1", f"Host: {authority}", *(f"{name}: {value}" for name, value in kept)]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1")


_WORDS: Mapping[int, str] = {400: "Bad Request", 403: "Forbidden", 502: "Bad Gateway", 504: "Gateway Timeout"}


async def say(writer: asyncio.StreamWriter, status: int) -> None:
    """Answer in our own name that a request was not let through."""
    head = (
        f"HTTP/1.1 {status} {_WORDS[status]}\r\nContent-Length: 0\r\nConnection: close\r\nX-Govwatch: refused\r\n\r\n"
    )
    writer.write(head.encode())
    with contextlib.suppress(OSError):
        await writer.drain()


async def shut(writer: asyncio.StreamWriter) -> None:
    """Close a connection, whatever state it is in."""
    writer.close()
    with contextlib.suppress(OSError, TimeoutError, asyncio.CancelledError):
        async with asyncio.timeout(2):
            await writer.wait_closed()
