"""A page on another host is read once in some days, and only asked for in between, unless it has a fault."""

from collections.abc import Container

from checks.vocabulary import LinkOutcome
from monitor.look.client import Client
from monitor.look.tools import Tools
from tests.misbehaving import Server, page, status
from tests.monitor.look.helpers import FakeClock, policy_for

GOOD, GONE = "http://elsewhere.test/good", "http://elsewhere.test/gone"


async def looked(server: Server, recent: Container[str]) -> tuple[list[str], set[str], list[LinkOutcome]]:
    """What was asked of the other host, what is to be remembered, and how the links opened."""
    server.requests.clear()
    policy, clock = policy_for(server), FakeClock()
    async with Client(policy, clock) as client:
        links = Tools.made(policy, clock, client).links
        links.recent = recent
        outcomes = [(await links.look(url, foreign=True)).outcome for url in (GOOD, GONE)]
    asked = [line for line in server.asked() if line.endswith(("/good", "/gone"))]
    return asked, links.read_abroad, outcomes


async def test_what_was_read_lately_is_only_asked_for() -> None:
    async with Server() as server:
        server.site("elsewhere.test", {"/good": page("好", "在"), "/gone": status(410)})
        first, read, opened = await looked(server, frozenset())
        again, more, opened_again = await looked(server, read)
    assert opened == opened_again == [LinkOutcome.OK, LinkOutcome.GONE]
    assert first == ["GET /good", "GET /gone"]
    assert read == {GOOD}
    assert again == ["HEAD /good", "GET /gone"]
    assert more == set()
