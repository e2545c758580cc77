"""Whether our own line was up when a home page did not open, as a witness outside says."""

from collections.abc import Collection
from dataclasses import replace

from checks.vocabulary import Reason
from monitor.look.line import OF_THE_LINE
from monitor.look.looking import Looking
from monitor.look.origin import TargetLook


async def witnessed(look: TargetLook, other_hosts: Collection[str], looking: Looking) -> TargetLook:
    """A look at a home page that did not open, with what a witness said of our own line."""
    last = look.reach.probes[-1] if look.reach.probes else None
    if last is None or not last.outcome.is_broken:
        return look
    is_up: bool | None = True
    if last.outcome in OF_THE_LINE:
        is_up = await looking.line.is_up([f"http://{host}/" for host in sorted(other_hosts) if ":" not in host])
    site = look.site if is_up is not False else replace(look.site, home_reason=Reason.OUR_LINE)
    return replace(look, site=site, reach=replace(look.reach, witnessed=is_up))
