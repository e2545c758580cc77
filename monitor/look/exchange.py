"""One request and its answer: no redirect followed, no cookie kept, every failure a value."""

import asyncio
import logging
import ssl
from dataclasses import replace

import aiohttp
from aiohttp.http_exceptions import TransferEncodingError

from checks.vocabulary import LinkOutcome
from monitor.look import lenient
from monitor.look.addresses import Addresses, is_literal
from monitor.look.clock import Clock
from monitor.look.connector import Connector
from monitor.look.deadlines import Deadlines
from monitor.look.inflate import CodingError, UnreadableCodingError, decoder_for
from monitor.look.message import Answer, Body, Question, is_wanted, read_headers, read_location
from monitor.look.outcomes import detail_of_error, outcome_of_error
from monitor.look.policy import Policy
from monitor.look.tls import Contexts
from monitor.look.weburl import WebUrl
from monitor.look.wire import Destination, Reply, Wire

logger = logging.getLogger(__name__)

_DESTINATIONS = 1024  # remembered
_FAILURES = (aiohttp.ClientError, OSError, ValueError, CodingError, UnreadableCodingError)


class Exchange:
    """All requests of a scan, over one pool of connections. Use it as an async context manager."""

    def __init__(self, policy: Policy, addresses: Addresses, contexts: Contexts, clock: Clock) -> None:
        self._limits = policy.limits
        self._addresses = addresses
        self._clock = clock
        self._contexts = contexts
        self._wire: Wire | None = None
        self._connector: Connector | None = None
        self._deadlines = Deadlines()
        self._destinations: dict[tuple[str, int, bool, bool], Destination] = {}
        self._headers = {
            "User-Agent": policy.network.user_agent,
            "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
            "Accept-Encoding": "gzip, deflate",
        }

    async def __aenter__(self) -> "Exchange":
        self._connector = Connector(self._addresses, self._clock)
        self._wire = Wire(self._connector, self._limits.connect)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._deadlines.close()
        if self._connector is not None:
            await self._connector.close()

    async def ask(self, question: Question) -> Answer:
        """Make one request. Never raises for anything a server does."""
        began = self._clock.monotonic()
        try:
            answer = await self._ask(question, began)
        except (aiohttp.ClientResponseError, TransferEncodingError) as error:
            answer = await self._ask_leniently(question, began) or self._failed(error, began)
        except _FAILURES as error:
            answer = self._failed(error, began)
        if logger.isEnabledFor(logging.DEBUG):  # a query may hold a key: it stays out of the log
            place, result = f"{question.url.origin}{question.url.path}", answer.status or answer.failure
            logger.debug("%s %s: %s %s", question.method, place, result, answer.detail)
        return answer

    async def _ask(self, question: Question, began: float) -> Answer:
        if self._wire is None:
            raise RuntimeError("the exchange is used before it is entered")
        url, reply = question.url, None
        place = self._destination(url, verify=question.verify)
        target = f"{url.path}{url.query}" if len(url.query) > 1 else url.path
        try:
            with self._deadlines.within(question.seconds):
                reply = await self._wire.send(place, question.method, target, question.headers)
                location = read_location(reply.status, reply.raw_headers)
                wanted = Body.NONE if location or question.method == "HEAD" else question.body
                body, truncated = await _read(reply, wanted, question.cap)
        except _FAILURES as error:
            if reply is None:
                raise
            if isinstance(error.__cause__, TransferEncodingError):
                raise error.__cause__ from error
            return self._broken_off(reply, error, began)
        finally:
            if reply is not None:
                reply.connection.release()
        headers = read_headers(reply.raw_headers)
        return Answer(reply.status, headers, body, truncated, self._since(began), location)

    def _destination(self, url: WebUrl, *, verify: bool) -> Destination:
        key = url.host, url.port, url.secure, verify
        place = self._destinations.get(key)
        if place is None:
            if len(self._destinations) >= _DESTINATIONS:
                self._destinations.clear()
            context = self._contexts.verifying if verify else self._contexts.reading
            place = self._destinations[key] = self._found(url, context)
        return place

    def _found(self, url: WebUrl, context: ssl.SSLContext) -> Destination:
        """Where to send requests for a URL. A numeric host that a rule maps is rewritten, for no resolver is asked."""
        if not is_literal(url.host):
            return Destination(url.origin, self._headers, context)
        bare = url.host.strip("[]")
        self._addresses.guard.check(bare)
        goal = self._addresses.mapped(bare, url.port)
        if goal is None:
            return Destination(url.origin, self._headers, context)
        scheme, authority = url.origin.split("://")
        address = f"[{goal[0]}]" if ":" in goal[0] else goal[0]
        headers = {**self._headers, "Host": authority}
        return Destination(f"{scheme}://{address}:{goal[1]}", headers, context, bare if url.secure else None)

    def _broken_off(self, reply: Reply, error: Exception, began: float) -> Answer:
        failure, detail = outcome_of_error(error), detail_of_error(error)
        headers = read_headers(reply.raw_headers)
        return Answer(reply.status, headers, seconds=self._since(began), failure=failure, detail=detail)

    async def _ask_leniently(self, question: Question, began: float) -> Answer | None:
        """Ask again as browsers listen. None when even they would make nothing of the answer."""
        if question.method != "GET":
            return None
        sent = {"Host": question.url.origin.partition("://")[2], **self._headers, **question.headers}
        lines = (f"{name}: {value}\r\n" for name, value in {**sent, "Connection": "close"}.items())
        request = f"GET {question.url.path}{question.url.query} HTTP/1.1\r\n{''.join(lines)}\r\n".encode()
        try:
            async with asyncio.timeout(question.seconds - self._since(began)):
                context = self._context(question) if question.url.secure else None
                raw = await lenient.ask(self._addresses, question.url, context, request, question.cap)
            kind = raw.header(b"content-type").decode("latin-1") if raw else ""
            if raw is None or not (raw.whole or len(raw.body) > question.cap):
                return None
            if not is_wanted(question.body, kind, raw.body):
                raw = replace(raw, body=b"")
            coding = raw.header(b"content-encoding").decode("latin-1")
            body = decoder_for(coding).feed(raw.body, question.cap + 1)
        except _FAILURES:
            return None
        headers, location = read_headers(raw.headers), read_location(raw.status, raw.headers)
        truncated = len(body) > question.cap
        return Answer(raw.status, headers, body[: question.cap], truncated, self._since(began), location)

    def _failed(self, error: BaseException, began: float) -> Answer:
        outcome, seconds = outcome_of_error(error), self._since(began)
        unreached = isinstance(error, (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError))
        unreached = unreached and outcome not in (LinkOutcome.TLS, LinkOutcome.SKIPPED)
        return Answer(seconds=seconds, failure=outcome, detail=detail_of_error(error), connected=not unreached)

    def _context(self, question: Question) -> ssl.SSLContext:
        return self._contexts.verifying if question.verify else self._contexts.reading

    def _since(self, began: float) -> float:
        return self._clock.monotonic() - began


async def _read(reply: Reply, body: Body, cap: int) -> tuple[bytes, bool]:
    """The content, decoded and cut at ``cap`` bytes, and whether it was cut. Nothing when it is not wanted."""
    kind = reply.headers.get("Content-Type", "")
    if not is_wanted(body, kind):
        return b"", False
    decoder = decoder_for(reply.headers.get("Content-Encoding", ""))
    parts: list[bytes] = []
    size = on_the_wire = 0
    while piece := await reply.content.readany():
        on_the_wire += len(piece)
        decoded = decoder.feed(piece, cap + 1 - size)
        if decoded and not parts and not is_wanted(body, kind, decoded):
            return b"", False
        size += len(decoded)
        parts.append(decoded)
        if size > cap or on_the_wire > cap:
            return b"".join(parts)[:cap], True
    return b"".join(parts), False
