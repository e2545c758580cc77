"""Asking for a URL the way a polite visitor does: in turn, through redirects, under limits, never raising.

Redirects are followed by hand, so that every hop is guarded and takes its turn at its own host. Cookies live as long as
one visit: some sites set one and redirect to the same address, and would look like a loop without it.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http.cookies import CookieError, SimpleCookie
from typing import TypeAlias

from checks.evidence import Response
from checks.vocabulary import LinkOutcome
from monitor.look.addresses import Addresses, Lookup
from monitor.look.challenge import is_challenge
from monitor.look.clock import Clock
from monitor.look.exchange import Exchange
from monitor.look.message import REDIRECTS, Answer, Body, Question
from monitor.look.outcomes import outcome_of_status, printable
from monitor.look.pace import HostRestsError, Places, Turns
from monitor.look.policy import Policy
from monitor.look.politeness import Politeness, read_retry_after
from monitor.look.shield import Shields
from monitor.look.silence import Silence
from monitor.look.slot import Slot
from monitor.look.spool import current as spool_of_this_look
from monitor.look.tls import Contexts
from monitor.look.weburl import WebUrl, web_url

logger = logging.getLogger(__name__)

Gate: TypeAlias = Callable[[str], Awaitable[bool]]
"""Says whether a URL may be asked for; robots rules are one."""

FORBIDDEN = "robots.txt forbids it"
"""The detail of a response that was skipped because its gate did not let it pass."""

_OPEN_AT_ONCE = 100  # requests over all hosts
_COOKIES = 50  # cookies a visit carries at most
_COOKIE = 4096  # characters kept of the header that set one
_LEFT_ALONE = Answer(failure=LinkOutcome.RATE_LIMITED, detail="not asked: the host wants to be left alone")


@dataclass(slots=True)
class _Visit:
    """A URL on its way through redirects. ``asked`` holds what was asked before, with the cookies of that moment."""

    asked_for: str
    at: datetime
    url: WebUrl
    method: str
    headers: Mapping[str, str]
    verify: bool
    body: Body
    cap: int
    hops: list[str] = field(default_factory=list)
    seconds: float = 0.0
    jars: dict[str, dict[str, str]] = field(default_factory=dict)
    set_cookies: list[tuple[str, str]] = field(default_factory=list)
    asked: set[tuple[str, str]] = field(default_factory=set)

    @property
    def cookie(self) -> str:
        """What to send as cookies to the present host."""
        if not self.jars:
            return ""
        return "; ".join(f"{name}={value}" for name, value in self.jars.get(self.url.host, {}).items())

    def keep_cookies(self, headers: tuple[str, ...]) -> None:
        """Take in what the present host set."""
        self.set_cookies += [(self.url.text, header[:_COOKIE]) for header in headers][
            : _COOKIES - len(self.set_cookies)
        ]
        jar = self.jars.setdefault(self.url.host, {})
        for header in headers:
            try:
                jar.update({name: morsel.coded_value for name, morsel in SimpleCookie(header).items()})
            except CookieError:
                continue
        for name in list(jar)[_COOKIES:]:
            del jar[name]


class Client:
    """Fetches URLs for one scan. An async context manager: it holds one session.

    ``lookup`` replaces DNS in tests; ``turns`` are shared with other machines. Raises
    :class:`~monitor.look.guard.NetworkRuleError` for unusable settings.
    """

    def __init__(self, policy: Policy, clock: Clock, lookup: Lookup | None = None, turns: Turns | None = None) -> None:
        self.addresses = Addresses(policy.network, lookup)
        self.politeness = Politeness(policy.manners, policy.limits.retry_after, clock, turns, self.addresses.backend)
        self.shields = Shields(clock)
        self._limits = policy.limits
        self._clock = clock
        self.contexts = Contexts.built(policy.network.ca_file)
        self._exchange = Exchange(policy, self.addresses, self.contexts, clock)
        self._silence = Silence(clock, policy.manners.confirm_after)
        self._open = Places(_OPEN_AT_ONCE)

    async def __aenter__(self) -> "Client":
        await self._exchange.__aenter__()
        return self

    async def __aexit__(self, *failure: object) -> None:
        await self._exchange.__aexit__(*failure)
        self.addresses.close()

    async def fetch(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        verify: bool = True,
        body: Body = Body.ALL,
        cap: int | None = None,
        gate: Gate | None = None,
    ) -> Response:
        """Ask for ``url`` and follow its redirects. Whatever a server does comes back as the outcome of the response.

        ``verify`` false reads on although a certificate is bad. ``cap``: bytes of content to read when fewer than the
        limit. ``gate`` is asked before every hop. ``seconds`` of the response leaves out the time spent waiting for a
        turn.
        """
        start = web_url(url)
        if start is None:
            return Response(url, "", LinkOutcome.MALFORMED, at=self._clock.now(), detail="not a web address")
        limit = self._limits.body if cap is None else min(cap, self._limits.body)
        visit = _Visit(start.text, self._clock.now(), start, method, headers or {}, verify, body, limit)
        spool = spool_of_this_look()
        if spool is None:
            return await self._fetched(visit, gate)
        question = f"{method} {start.text} {verify} {body} {limit} {sorted(visit.headers.items())}"
        if (kept := spool.take(question)) is not None:
            return kept
        response = await self._fetched(visit, gate)
        spool.keep(question, response)
        return response

    async def _fetched(self, visit: _Visit, gate: Gate | None) -> Response:
        while True:
            if gate is not None and not await gate(visit.url.text):
                return self._ended(visit, Answer(failure=LinkOutcome.SKIPPED, detail=FORBIDDEN))
            answer = await self._in_turn(visit)
            visit.seconds += answer.seconds
            if cookies := answer.cookies:
                visit.keep_cookies(cookies)
            if not answer.location or answer.failure:
                return self._ended(visit, answer)
            if (failure := self._redirect(visit, answer)) is not None:
                return self._ended(visit, failure)

    def _redirect(self, visit: _Visit, answer: Answer) -> Answer | None:
        """Turn the visit to where the answer sends it, or say why it cannot go there."""
        goal = web_url(answer.location, visit.url.text)
        if goal is None:
            return _not_followed(answer)
        visit.hops.append(visit.url.text)
        visit.url = goal
        if visit.seconds >= self._limits.total:
            return answer._replace(failure=LinkOutcome.TIMEOUT, detail="its redirects took too long")
        if (goal.text, visit.cookie) in visit.asked or len(visit.hops) > self._limits.redirects:
            return answer._replace(failure=LinkOutcome.REDIRECT_LOOP, detail=f"{len(visit.hops)} redirects")
        return None

    async def _in_turn(self, visit: _Visit) -> Answer:
        """Ask when the host's slot allows; once more when the host asked for a rest that we have the patience for."""
        host, port = visit.url.host, visit.url.port
        visit.asked.add((visit.url.text, visit.cookie))
        slot, address = self.politeness.slot(host), await self.politeness.backend(host)
        answer = _LEFT_ALONE
        for _ in range(2):
            if (shielded := self.shields.suspected(address)) is not None:
                return shielded
            if (known := self._silence.of(host, port)) is not None:
                return Answer(failure=known, detail="not asked again: the host took no connection three times in a row")
            try:
                async with slot.turn() as started, self._open:
                    answer = await self._exchange.ask(self._question(visit))
            except HostRestsError:
                return answer
            if rest := self.shields.heard(address, host, answer):
                self.politeness.leave_alone(address, rest)
            if not self._is_asked_again(slot, started, answer, (host, port)):
                break
        return self.shields.suspected(address) or answer

    def _is_asked_again(self, slot: Slot, started: float, answer: Answer, place: tuple[str, int]) -> bool:
        """Take note of what an answer says of the host, and whether it asks us to come back."""
        if not answer.connected and answer.failure is not None:
            self._silence.broken_off(*place, answer.failure)
        else:
            self._silence.connected(*place)
        if answer.status not in (429, 503):
            slot.answered()
            return False
        asked = read_retry_after(answer.header("retry-after"), self._clock.now())
        if answer.status == 429:
            slot.pushed_back(started, asked)
            return True
        if asked is None:
            slot.answered()
            return False
        return slot.is_closed(started, asked)

    def _question(self, visit: _Visit) -> Question:
        headers = visit.headers
        if cookie := visit.cookie:
            headers = {**headers, "Cookie": cookie}
        left = self._limits.total - visit.seconds
        return Question(visit.url, visit.method, headers, visit.verify, visit.body, visit.cap, left)

    def _ended(self, visit: _Visit, answer: Answer) -> Response:
        outcome, detail = answer.failure, answer.detail
        if outcome is None and is_challenge(answer.status, answer.headers, answer.body):
            outcome, detail = LinkOutcome.BLOCKED, "answered by a protection device"
        if outcome is None and answer.status in REDIRECTS:
            outcome, detail = LinkOutcome.MALFORMED, "redirects, but does not say where to"
        if outcome is None:
            outcome = outcome_of_status(answer.status)
        if outcome is LinkOutcome.OK and visit.hops:
            outcome = LinkOutcome.REDIRECTED
        return Response(
            url=visit.asked_for,
            final_url=visit.url.text,
            outcome=outcome,
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
            truncated=answer.truncated,
            hops=tuple(visit.hops),
            seconds=visit.seconds,
            at=visit.at,
            detail=detail,
            cookies=tuple(visit.set_cookies),
        )


def _not_followed(answer: Answer) -> Answer:
    """Why a redirect leads nowhere: to an address of another kind than the web's, or to none at all."""
    scheme, colon, _ = answer.location.partition(":")
    if colon and scheme.isascii() and scheme.isalnum() and scheme.lower() not in ("http", "https"):
        return answer._replace(failure=LinkOutcome.SKIPPED, detail=f"redirects to an address of kind {scheme[:20]}")
    detail = printable(f"redirects to {answer.location}, which is no address")
    return answer._replace(failure=LinkOutcome.MALFORMED, detail=detail)
