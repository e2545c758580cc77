"""A visit to the root of a host that goes on when a certificate is bad, and says so."""

from collections.abc import Mapping
from types import MappingProxyType

from checks.evidence import Landing
from checks.vocabulary import LinkOutcome
from monitor.look.client import Client, Gate
from monitor.look.message import Body


async def land(
    client: Client, url: str, gate: Gate, *, body: Body, headers: Mapping[str, str] = MappingProxyType({})
) -> Landing:
    """Visit ``url`` and follow its redirects; once more without verifying when a certificate on the way is bad."""
    answer = await client.fetch(url, body=body, gate=gate, headers=headers)
    if answer.outcome is not LinkOutcome.TLS:
        return Landing(answer)
    return Landing(await client.fetch(url, verify=False, body=body, gate=gate, headers=headers), verified=False)
