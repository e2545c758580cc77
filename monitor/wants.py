"""Bringing what readings and checks want to see, within a budget, and having it judged again."""

from collections.abc import Awaitable, Callable, Iterable

from checks.evidence import Answer
from checks.finding import Judgement, Wanted
from checks.judging import Judgements
from checks.reading.page import is_html, read_page
from checks.vocabulary import How, Reason
from monitor.look.looking import Looking

ROUNDS = 2
BUDGET = 20
"""Wants fulfilled for one target in one scan."""

Fetch = Callable[[Wanted], Awaitable[Answer]]
Rejudge = Callable[[dict[Wanted, Answer]], Judgements]


def fetching(looking: Looking) -> Fetch:
    """Fulfil wants of a site with the scan's client."""

    async def fetch(wanted: Wanted) -> Answer:
        if wanted.how is How.RENDER:
            return Reason.NO_BROWSER
        if wanted.how is How.AS_SEARCH_ENGINE:
            return Reason.NOT_REACHED
        response = await looking.fetch(wanted.url, verify=False)
        return read_page(response) if response.outcome.is_good and is_html(response) else response

    return fetch


async def settle(judgements: Judgements, fetch: Fetch, rejudge: Rejudge) -> Judgements:
    """Fulfil the wants of judgements in at most two rounds; what is still wanted then stays as judged."""
    answers: dict[Wanted, Answer] = {}
    for _ in range(ROUNDS):
        open_wants = [want for want in _wants(judgements.values()) if want not in answers]
        open_wants = open_wants[: BUDGET - len(answers)]
        if not open_wants:
            break
        for want in open_wants:
            answers[want] = await fetch(want)
        again = rejudge(answers)
        judgements |= {name: again[name] for name, one in judgements.items() if one.wanted and name in again}
    return judgements


def _wants(judgements: Iterable[Judgement]) -> list[Wanted]:
    return list(dict.fromkeys(want for one in judgements for want in one.wanted))
