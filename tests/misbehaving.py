"""A web server on loopback that serves made-up sites by host name, and misbehaves on the paths in :data:`MISCONDUCT`.

It speaks to the wire itself, so that it can say what no library would let it say. Point a client's ``connect_to`` at
its port to put any host name there::

    async with Server() as server:
        server.site("www.city.test", {"/": page("Home", '<a href="/news/">News</a>'), "/old": status(410)})
        ... Network(connect_to=(f"*:80=127.0.0.1:{server.port}",))
        assert server.asked("www.city.test") == ["GET /robots.txt", "GET /", ...]
"""

import asyncio
import contextlib
import gzip
import ssl
import zlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked. ``headers`` are by lower-case name, ``target`` is as sent."""

    method: str
    target: str
    host: str
    headers: Mapping[str, str]

    @property
    def line(self) -> str:
        return f"{self.method} {self.target}"


Handler: TypeAlias = Callable[[Request, asyncio.StreamWriter], Awaitable[None]]
"""Writes an answer. Whoever breaks the protocol closes the writer."""


# -- well-behaved answers -----------------------------------------------------------------------------------------


def answer(
    body: str | bytes = b"",
    code: int = 200,
    *,
    kind: str = "text/html; charset=utf-8",
    headers: tuple[tuple[str, str], ...] = (),
) -> Handler:
    """An ordinary answer."""
    content = body.encode() if isinstance(body, str) else body

    async def handle(request: Request, writer: asyncio.StreamWriter) -> None:
        lines = [f"HTTP/1.1 {code} Whatever", f"Content-Length: {len(content)}"]
        lines += [f"Content-Type: {kind}"] if kind else []
        lines += [f"{name}: {value}" for name, value in headers]
        writer.write("\r\n".join((*lines, "", "")).encode("latin-1"))
        writer.write(b"" if request.method == "HEAD" else content)

    return handle


def page(title: str, body: str = "", head: str = "") -> Handler:
    """An HTML page."""
    return answer(html(title, body, head))


def html(title: str, body: str = "", head: str = "") -> str:
    head = f'<meta charset="utf-8"><title>{title}</title>{head}'
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


def status(code: int, body: str = "", **headers: str) -> Handler:
    """A short answer with that status. Header names are written with ``_`` for ``-``."""
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return answer(body or f"<title>{code}</title>{code}", code, headers=named)


def redirect(to: str, code: int = 302, **headers: str) -> Handler:
    return status(code, Location=to, **headers)


def by_method(**handlers: Handler) -> Handler:
    """One handler for each method: ``by_method(HEAD=status(405), GET=page("here"))``."""

    async def handle(request: Request, writer: asyncio.StreamWriter) -> None:
        await handlers[request.method](request, writer)

    return handle


def in_turn(*handlers: Handler) -> Handler:
    """The first handler answers the first request and so on; the last one all that follow."""
    rest = list(handlers)

    async def handle(request: Request, writer: asyncio.StreamWriter) -> None:
        await (rest.pop(0) if len(rest) > 1 else rest[0])(request, writer)

    return handle


# -- misconduct ---------------------------------------------------------------------------------------------------


_OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def raw(*pieces: bytes, close: bool = True) -> Handler:
    """Just these bytes, then the end of the connection."""

    async def handle(request: Request, writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
        if close:
            writer.close()

    return handle


async def never(request: Request, writer: asyncio.StreamWriter) -> None:
    """Takes the request and never answers."""
    await asyncio.Event().wait()


async def reset(request: Request, writer: asyncio.StreamWriter) -> None:
    """Hangs up without a word."""
    writer.transport.abort()


async def drip(request: Request, writer: asyncio.StreamWriter) -> None:
    """Sends a byte now and then, for ever."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000000\r\n\r\n")
    while True:
        writer.write(b".")
        await writer.drain()
        await asyncio.sleep(0.01)


def endless(piece: bytes, *headers: bytes) -> Handler:
    """Sends ``piece`` over and over until the client hangs up."""

    async def handle(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(b"".join((b"HTTP/1.1 200 OK\r\n", *(header + b"\r\n" for header in headers), b"\r\n")))
        while not writer.is_closing():
            writer.write(piece)
            await writer.drain()

    return handle


def bomb(coding: str = "gzip") -> Handler:
    """About 10 MB on the wire that inflate to 10 GB of zeros: one piece of 100 MB, sent a hundred times."""
    deflate = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    piece = b"".join(deflate.compress(bytes(1_000_000)) for _ in range(100)) + deflate.flush(zlib.Z_FULL_FLUSH)
    start = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03" if coding == "gzip" else b""

    async def handle(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(_OK + f"Content-Encoding: {coding}\r\n\r\n".encode() + start)
        for _ in range(100):
            writer.write(piece)
            await writer.drain()
        writer.close()

    return handle


_GBK = "<html><head><title>政务公开</title></head><body><a href='/通知?q=通知'>通知</a></body></html>".encode("gb18030")

MISCONDUCT: dict[str, Handler] = {
    "/never": never,
    "/reset": reset,
    "/drip": drip,
    "/close": raw(b""),
    "/drop-mid-body": raw(_OK + b"Content-Length: 5000\r\n\r\n<html><title>half"),
    "/wrong-length": raw(_OK + b"Content-Length: 9\r\n\r\n<html>"),
    "/negative-length": raw(_OK + b"Content-Length: -5\r\n\r\n<html>"),
    "/two-lengths": raw(_OK + b"Content-Length: 5\r\nContent-Length: 7\r\n\r\n<html>!"),
    "/broken-chunks": raw(_OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n<html>\r\n0\r\n\r\n"),
    "/cut-chunks": raw(_OK + b"Transfer-Encoding: chunked\r\n\r\n50\r\n<html>"),
    "/no-http": raw(b"SSH-2.0-OpenSSH_9.2p1\r\n"),
    "/bad-status": raw(b"HTTP/1.1 abc Nonsense\r\n\r\n"),
    "/status-600": answer("", 600),
    "/bad-header": raw(_OK + b"no colon here\r\n\r\n<html>"),
    "/spaced-header": raw(_OK + b"X Header : a\r\nContent-Length: 6\r\n\r\n<html>"),
    "/long-content": raw(_OK + b"Content-Length: 6\r\n\r\n<html>and more"),
    "/same-lengths": raw(_OK + b"Content-Length: 6\r\nContent-Length: 6\r\n\r\n<html>"),
    "/no-last-chunk": raw(_OK + b"Transfer-Encoding: chunked\r\n\r\n6\r\n<html>\r\n"),
    "/length-and-chunks": raw(_OK + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n<html>\r\n0\r\n\r\n"),
    "/lower-case-http": raw(b"http/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>"),
    "/huge-header": raw(_OK + b"X-Big: " + b"a" * 2_000_000 + b"\r\n\r\nhi"),
    "/long-header": answer(html("long"), headers=(("X-Long", "a" * 30_000),)),
    "/many-headers": answer(html("many"), headers=tuple((f"X-{n}", "a") for n in range(5000))),
    "/latin-header": answer(html("latin"), headers=(("X-Latin", "caf\xe9"),)),
    "/no-type": answer(html("no type"), kind=""),
    "/empty": answer(b""),
    "/204": raw(b"HTTP/1.1 204 No Content\r\n\r\n"),
    "/204-with-content": raw(b"HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello"),
    "/gbk": answer(_GBK, kind="text/html"),
    "/nul": answer(b"\0" * 1000),
    "/gzip": answer(gzip.compress(html("gzip").encode()), headers=(("Content-Encoding", "gzip"),)),
    "/deflate": answer(zlib.compress(html("deflate").encode()), headers=(("Content-Encoding", "deflate"),)),
    "/raw-deflate": answer(
        zlib.compress(html("raw").encode(), wbits=-zlib.MAX_WBITS), headers=(("Content-Encoding", "deflate"),)
    ),
    "/two-members": answer(
        gzip.compress(b"<title>two ") + gzip.compress(b"members</title>"), headers=(("Content-Encoding", "gzip"),)
    ),
    "/not-gzip": answer(html("not gzip"), headers=(("Content-Encoding", "gzip"),)),
    "/cut-gzip": answer(gzip.compress(html("cut" * 500).encode())[:-20], headers=(("Content-Encoding", "gzip"),)),
    "/brotli": answer(b"\x0b\x02\x80hello\x03", headers=(("Content-Encoding", "br"),)),
    "/utf-8-coding": answer(html("coding"), headers=(("Content-Encoding", "utf-8"),)),
    "/flood": endless(b"<p>flood</p>" * 1000, b"Content-Type: text/html"),
    "/loop": redirect("/loop"),
    "/ping": redirect("/pong"),
    "/pong": redirect("/ping"),
    "/no-location": status(302),
    "/bad-location": redirect("http://[bad"),
    "/app-location": redirect("weixin://dl/business"),
    "/loopback": redirect("http://127.0.0.1/"),
    "/loopback-number": redirect("http://2130706433/"),
    "/loopback-v6": redirect("http://[::1]/"),
    "/metadata": redirect("http://169.254.169.254/latest/meta-data/"),
    "/head-405": by_method(HEAD=status(405), GET=page("here")),
    "/head-501": by_method(HEAD=status(501), GET=page("here")),
    "/head-403": by_method(HEAD=status(403), GET=page("here")),
    "/head-404": by_method(HEAD=status(404), GET=page("here")),
    "/head-never": by_method(HEAD=never, GET=page("here")),
    "/head-reset": by_method(HEAD=reset, GET=page("here")),
    **{f"/{code}": status(code) for code in (400, 401, 403, 404, 410, 412, 418, 500, 502, 503, 521, 999)},
}


# -- the server ---------------------------------------------------------------------------------------------------


@dataclass
class Server:
    """The server; an async context manager. ``requests`` holds everything that was asked, in order."""

    tls: ssl.SSLContext | None = None
    requests: list[Request] = field(default_factory=list)
    port: int = 0
    connections: int = 0
    _sites: dict[str, dict[str, Handler]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _server: asyncio.Server | None = None

    async def __aenter__(self) -> "Server":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self.tls, limit=1_000_000)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def site(self, host: str, pages: Mapping[str, Handler | str]) -> None:
        """Serve these paths (with any query) for a host; text is the body of a page. The path ``*`` catches the rest.

        Paths that are not there are answered with 404.
        """
        handlers = {path: page(path, what) if isinstance(what, str) else what for path, what in pages.items()}
        self._sites.setdefault(host, {}).update(handlers)

    def asked(self, host: str | None = None) -> list[str]:
        """Method and target of every request, of one host or of all."""
        return [request.line for request in self.requests if host in (None, request.host.partition(":")[0])]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            while not writer.is_closing() and (first := await reader.read(1)):
                if first == b"\x16":  # the first byte of TLS, spoken to a port that does not understand it
                    writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                    break
                request = _parsed(first + await reader.readuntil(b"\r\n\r\n"))
                self.requests.append(request)
                await self._handler(request)(request, writer)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            with contextlib.suppress(Exception):
                writer.close()

    def _handler(self, request: Request) -> Handler:
        path = request.target.partition("?")[0]
        host = request.host.partition(":")[0]
        pages = self._sites.get(host, MISCONDUCT)
        return pages.get(request.target) or pages.get(path) or pages.get("*") or status(404)


def _parsed(head: bytes) -> Request:
    first, *rest = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in rest if line)}
    return Request(method, target, headers.get("host", ""), headers)
