"""One account: its feed read and judged."""

from collections.abc import Mapping
from datetime import datetime

from checks.evidence import Answer, History, Subject
from checks.finding import Wanted
from checks.judging import Judge, Judgements
from monitor.look.looking import Looking
from monitor.wants import settle
from registry.ledger import TargetResult


async def look_at_account(
    subject: Subject, judge: Judge, as_of: datetime, history: History, looking: Looking
) -> TargetResult:
    """Read an account's feed and judge what it shows."""
    seen = await looking.account(subject)

    def judged(answers: Mapping[Wanted, Answer]) -> Judgements:
        return judge.judge(seen, subject, as_of, history, answers)

    async def again(_wanted: Wanted) -> Answer:
        return await looking.account(subject)

    judgements = await settle(judged({}), again, judged)
    return TargetResult(subject.id, judgements, pages=0, links=0, broken=0)
