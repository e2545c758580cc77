"""What is said of a visit while a scan runs: what could not be seen is not called right."""

import pytest

from checks.finding import Judgement, not_applicable, unknown
from checks.vocabulary import Outcome, Reason
from monitor.progress import said_of
from registry.ledger import TargetResult

OK = Judgement(Outcome.OK)
BLOCKED = unknown(Reason.BLOCKED)


@pytest.mark.parametrize(
    ("judgements", "said"),
    [
        ([OK, not_applicable()], "未见问题"),
        ([BLOCKED, not_applicable()], "无法查看（疑似被防护设备拦截）"),
        ([OK, BLOCKED, BLOCKED, unknown(Reason.NO_DATES)], "3项无法判断（疑似被防护设备拦截），其余未见问题"),
    ],
)
def test_a_visit_without_findings(judgements: list[Judgement], said: str) -> None:
    result = TargetResult("t1", {f"site.{number}": one for number, one in enumerate(judgements)})
    assert said_of([result]) == said
