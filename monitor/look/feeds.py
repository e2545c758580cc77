"""Reading the feed that stands for an account on a platform."""

import asyncio

from checks.evidence import AccountFacts, Response, Subject
from checks.vocabulary import LinkOutcome, Reason
from monitor.look.client import Client
from monitor.look.outcomes import printable

_UNREACHED = frozenset(
    {LinkOutcome.DNS, LinkOutcome.REFUSED, LinkOutcome.RESET, LinkOutcome.TIMEOUT, LinkOutcome.TLS, LinkOutcome.SKIPPED}
)


async def look_at_account(subject: Subject, client: Client) -> AccountFacts:
    """The posts in the feed of an account, or the reason why there are none to judge.

    A feed that cannot be read says nothing about the account. Robots rules do not apply: a feed is made to be read by
    programs, and this one is in the register.
    """
    if not subject.feed:
        return AccountFacts(reason=Reason.NO_FEED, detail="the register names no feed for the account")
    response = await client.fetch(subject.feed, headers={"Accept": "application/rss+xml, application/atom+xml, */*"})
    if not response.outcome.is_good:
        return AccountFacts(reason=_reason(response.outcome), detail=_detail(response))
    if response.truncated:
        return AccountFacts(reason=Reason.FEED_BROKEN, detail="the feed is larger than the limit of one answer")
    # A hostile feed can cost seconds: not on the thread that serves everything else.
    return await asyncio.to_thread(_read, response, subject.feed)


def _read(response: Response, feed: str) -> AccountFacts:
    # Both bring parsers that a scan of websites has no use for, and that take a tenth of a second to load.
    from checks.reading.feeds import FeedError, FeedWallError, read_feed  # noqa: PLC0415
    from checks.reading.wechat import is_partial  # noqa: PLC0415

    try:
        posts = read_feed(response.body, response.header("content-type"), response.final_url)
    except FeedWallError as error:
        return AccountFacts(reason=error.reason, detail=printable(str(error)))
    except FeedError as error:
        return AccountFacts(reason=Reason.FEED_BROKEN, detail=printable(str(error)))
    return AccountFacts(posts=tuple(posts), partial=is_partial(feed))


def _reason(outcome: LinkOutcome) -> Reason:
    if outcome is LinkOutcome.BLOCKED:
        return Reason.BLOCKED
    if outcome is LinkOutcome.RATE_LIMITED:
        return Reason.RATE_LIMITED
    return Reason.UNREACHABLE if outcome in _UNREACHED else Reason.FEED_BROKEN


def _detail(response: Response) -> str:
    said = response.detail or (f"status {response.status}" if response.status else "")
    return f"{response.outcome}: {said}" if said else str(response.outcome)
