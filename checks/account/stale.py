"""An account without a new post for two weeks (国办秘函〔2019〕19号, 政务新媒体单项否决指标: 内容不更新)."""

from datetime import date, datetime

from checks.check import check
from checks.evidence import AccountFacts, Case, Post
from checks.finding import Finding, Judgement, Wanted, unknown
from checks.time import days_between, is_stale, shanghai_day
from checks.vocabulary import How, Outcome, Reason


@check("account.stale")
def stale(account: AccountFacts, case: Case) -> Judgement:
    """The newest dated post is more than the limit of days old. An unread or undated feed is unknown."""
    if account.reason is not None:
        return unknown(account.reason)
    newest = _newest(account, case)
    if newest is None:
        return unknown(Reason.NO_DATES)
    if not _is_stale(newest, case):
        return Judgement(Outcome.OK, checked=len(account.posts), cleared=case.open)
    again = Wanted(case.subject.feed, How.GET, "second look at the account")
    seen = case.answers.get(again)
    second = _newest(seen, case) if isinstance(seen, AccountFacts) and seen.reason is None else None
    if second and not _is_stale(second, case):
        return Judgement(Outcome.OK, checked=len(account.posts), cleared=case.open)
    finding = _finding(newest, case, confirmed=second is not None)
    return Judgement(
        Outcome.FINDING, (finding,), checked=len(account.posts), wanted=() if seen is not None else (again,)
    )


def _newest(account: AccountFacts, case: Case) -> tuple[datetime, Post] | None:
    """The newest post that is dated and not in the future."""
    dated = [(post.published, post) for post in account.posts if post.published and post.published <= case.as_of]
    return max(dated, key=lambda pair: pair[0], default=None)


def _day(newest: tuple[datetime, Post]) -> date:
    return shanghai_day(newest[0])


def _is_stale(newest: tuple[datetime, Post], case: Case) -> bool:
    return is_stale(_day(newest), case.as_of, case.thresholds["days"])


def _finding(newest: tuple[datetime, Post], case: Case, *, confirmed: bool) -> Finding:
    day, today, post = _day(newest), shanghai_day(case.as_of), newest[1]
    return Finding(
        indicator=case.indicator,
        target=case.subject.id,
        about=f"{case.subject.platform}:{case.subject.account}",
        severity=case.severity,
        url=post.url or case.subject.url,
        confirmed=confirmed,
        data={
            "newest": day.isoformat(),
            "as_of": today.isoformat(),
            "days": days_between(day, today),
            "limit": int(case.thresholds["days"]),
            "title": post.title[:80],
        },
    )
