"""An account without a new post for two weeks (国办秘函〔2019〕19号, 政务新媒体单项否决指标: 内容不更新).

Subscription and service accounts (订阅号, 服务号) fall under the same two weeks. Where the office set a period of its
own for the account, being later than that is a reminder and not the national veto.
"""

from datetime import date, datetime

from checks.check import check
from checks.evidence import AccountFacts, Case, Post
from checks.finding import Finding, Judgement, Measure, Wanted, unknown
from checks.freshness import freshness
from checks.time import days_between, is_stale, shanghai_day
from checks.vocabulary import How, Outcome, Reason, Severity


@check("account.stale")
def stale(account: AccountFacts, case: Case) -> Judgement:
    """The newest dated post is more than the limit of days old. An unread or undated feed is unknown.

    A source that shows some posts only proves an update, and never that there was none.
    """
    if account.reason is not None:
        return unknown(account.reason)
    newest = _newest(account, case)
    if newest is None:
        return unknown(Reason.NO_DATES)
    checked = len(account.posts)
    if account.partial:
        updated = Judgement(Outcome.OK, checked=checked, cleared=case.open)  # how near its limit it is, is not known
        return unknown(Reason.PARTIAL) if _is_late(newest, case) else updated
    if not _is_late(newest, case):
        return _updated(newest, case, checked)
    again = Wanted(case.subject.feed, How.GET, "second look at the account")
    seen = case.answers.get(again)
    second = _newest(seen, case) if isinstance(seen, AccountFacts) and seen.reason is None else None
    if second and not _is_late(second, case):
        return _updated(second, case, checked)
    finding = _finding(newest, case, confirmed=second is not None)
    wanted = () if seen is not None else (again,)
    return Judgement(Outcome.FINDING, (finding,), checked=checked, wanted=wanted, measures=(_measure(newest, case),))


def _updated(newest: tuple[datetime, Post], case: Case, checked: int) -> Judgement:
    return Judgement(Outcome.OK, checked=checked, cleared=case.open, measures=(_measure(newest, case),))


def _newest(account: AccountFacts, case: Case) -> tuple[datetime, Post] | None:
    """The newest post that is dated and not in the future."""
    dated = [(post.published, post) for post in account.posts if post.published and post.published <= case.as_of]
    return max(dated, key=lambda pair: pair[0], default=None)


def _day(newest: tuple[datetime, Post]) -> date:
    return shanghai_day(newest[0])


def _limit(case: Case) -> int:
    """The stricter of the national limit and the office's own: a longer period of its own excuses nobody."""
    national = int(case.thresholds["days"])
    return min(national, case.subject.period or national)


def _is_late(newest: tuple[datetime, Post], case: Case) -> bool:
    return is_stale(_day(newest), case.as_of, _limit(case))


def _measure(newest: tuple[datetime, Post], case: Case) -> Measure:
    return freshness(_about(case), case.subject.name, newest[1].url, _day(newest), case, _limit(case))


def _about(case: Case) -> str:
    return f"{case.subject.platform}:{case.subject.account}"


def _finding(newest: tuple[datetime, Post], case: Case, *, confirmed: bool) -> Finding:
    day, today, post = _day(newest), shanghai_day(case.as_of), newest[1]
    national = int(case.thresholds["days"])
    is_veto = is_stale(day, case.as_of, national)
    return Finding(
        indicator=case.indicator,
        target=case.subject.id,
        about=_about(case),
        severity=case.severity if is_veto else Severity.REMINDER,
        url=post.url or case.subject.url,
        confirmed=confirmed,
        data={
            "case": "" if is_veto else "own",
            "newest": day.isoformat(),
            "as_of": today.isoformat(),
            "days": days_between(day, today),
            "limit": national if is_veto else _limit(case),
            "official": national,
            "title": post.title[:80],
        },
    )
