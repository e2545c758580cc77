"""What the tests of looking share: a clock that jumps, a policy for a loopback server, a target."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from checks.evidence import Subject
from checks.vocabulary import TargetKind
from monitor.look.clock import Clock
from monitor.look.policy import Limits, Manners, Network, Policy
from tests.misbehaving import Server

AS_OF = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


IMPATIENT: dict[str, Any] = {"total": 0.3, "connect": 0.3}
"""Limits for the tests in which a server never answers."""


class FakeClock(Clock):
    """Starts at :data:`AS_OF`; sleeping takes no time but is written down."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.slept: list[float] = []
        super().__init__(
            now=lambda: AS_OF + timedelta(seconds=self.passed), monotonic=lambda: 1000 + self.passed, sleep=self._jump
        )

    async def _jump(self, seconds: float) -> None:
        self.slept.append(seconds)
        until = self.passed + seconds
        await asyncio.sleep(0)
        self.passed = max(self.passed, until)


def policy_for(
    server: Server | None = None,
    *,
    tls: Server | None = None,
    connect_to: tuple[str, ...] = (),
    allow_private: tuple[str, ...] = (),
    ca_file: Path | None = None,
    **changes: Any,
) -> Policy:
    """A policy that sends all requests to the servers and loses no time. ``changes``: fields of limits or manners."""
    rules = list(connect_to)
    rules += [f"*:80=127.0.0.1:{server.port}"] if server else []
    rules += [f"*:443=127.0.0.1:{tls.port}"] if tls else []
    manners: dict[str, Any] = {"rate": 1e6, "concurrency": 4}
    limits: dict[str, Any] = {"total": 10, "connect": 10}  # a busy machine is no dead server: see IMPATIENT
    for name, value in changes.items():
        (manners if name in Manners.__slots__ else limits)[name] = value
    network = Network(tuple(rules), allow_private, ca_file)
    return Policy(Manners(**manners), Limits(**limits), network)


def subject(url: str, **changes: Any) -> Subject:
    """A department's site whose home page is at ``url``."""
    rest = url.partition("://")[2]
    host, _, path = rest.partition("/")
    fields: dict[str, Any] = {"id": f"id-{host}", "prefix": f"/{path}", "host": host, "url": url} | changes
    return Subject(kind=TargetKind.DEPARTMENT_SITE, name="某局", unit="某局", **fields)
