"""The measured scenarios of the reference, played through its plan of fetching: routes in, evidence out."""

import json
from dataclasses import dataclass, replace
from typing import Any, TypeAlias
from urllib.parse import urljoin, urlsplit

from checks.evidence import HostHeaders, Landing, Protection, Response
from checks.reading.protection import read_protection
from checks.vocabulary import LinkOutcome
from tests.shared_data import SHARED

HOST = "127.0.0.1"
GOLDEN = SHARED / "data" / "observatory-golden.json"
REDIRECTS = 10
_SENDING_ON = (301, 302, 303, 307, 308)
_PORTS = {"http": "18080", "https": "18443"}

Answer: TypeAlias = tuple[int, tuple[tuple[str, str], ...], bytes]
"""Status, headers and content."""


@dataclass(frozen=True)
class Scenario:
    """Two servers and what the reference says of them."""

    name: str
    servers: dict[str, dict[str, Any]]
    trusted: bool
    preloaded: frozenset[str]
    expect: dict[str, Any]

    def answer(self, scheme: str, key: str) -> Answer:
        status, headers, body = [*self.servers[scheme][key], ""][:3]
        ports = {"HP": _PORTS["http"], "SP": _PORTS["https"]}
        lines = [
            (name, one.strip().format(**ports))
            for name, value in headers.items()
            for one in (value if isinstance(value, list) else [value])
        ]
        return status, tuple(lines), body.encode()

    def ask(self, url: str, method: str = "GET") -> Answer | None:
        parts = urlsplit(url)
        routes = self.servers.get(parts.scheme)
        keys = (f"{method} {parts.path}", parts.path, "*")
        return None if routes is None else self.answer(parts.scheme, next(key for key in keys if key in routes))

    def visit(self, scheme: str) -> Landing | None:
        start = url = f"{scheme}://{HOST}:{_PORTS[scheme]}/"
        hops: list[str] = []
        cookies: list[tuple[str, str]] = []
        while (answer := self.ask(url)) is not None:
            status, headers, body = answer
            cookies += [(url, value) for name, value in headers if name == "set-cookie"]
            goal = urljoin(url, dict(headers).get("location", ""))
            if status not in _SENDING_ON or len(hops) == REDIRECTS:
                seen = Response(
                    start, url, LinkOutcome.OK, status, headers, body, hops=tuple(hops), cookies=tuple(cookies)
                )
                return Landing(seen, self.trusted or not any(one.startswith("https:") for one in (*hops, url)))
            hops.append(url)
            url = goal
        return None

    def evidence(self) -> HostHeaders:
        secure, plain = self.visit("https"), self.visit("http")
        if secure is not None and not secure.verified:
            secure = replace(
                secure, answer=replace(secure.answer, cookies=secure.answer.cookies + self.robots_cookies())
            )
        judged = secure or plain
        return HostHeaders(
            HOST,
            secure,
            plain,
            page=read_protection(judged.answer) if judged else Protection(),
            foreign=self.preflight(judged.answer.final_url) if judged else None,
            preloaded=self.preloaded,
        )

    def robots_cookies(self) -> tuple[tuple[str, str], ...]:
        """The reference sees these when a certificate is bad, and only then."""
        url = f"https://{HOST}:{_PORTS['https']}/robots.txt"
        _, headers, _ = self.ask(url) or (0, (), b"")
        return tuple((url, value) for name, value in headers if name == "set-cookie")

    def preflight(self, url: str) -> Response | None:
        answer = self.ask(url, "OPTIONS")
        return Response(url, url, LinkOutcome.OK, answer[0], answer[1]) if answer else None


def scenarios() -> list[Scenario]:
    """All of them; none where the file is not."""
    if not GOLDEN.is_file():
        return []
    told = json.loads(GOLDEN.read_text("utf-8"))["scenarios"]
    return [
        Scenario(
            name,
            {scheme: one[scheme] for scheme in ("http", "https") if scheme in one},
            one.get("trusted_ca", True),
            frozenset(host for host, entry in one.get("preload", {}).items() if entry["mode"] == "force-https"),
            one["expect"],
        )
        for name, one in told.items()
    ]
