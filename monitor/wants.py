"""Bringing what readings and checks want to see, within a budget, and having it judged again."""

from collections.abc import Awaitable, Callable, Iterable

from checks.evidence import Answer, Page, Rendered, Response
from checks.finding import Judgement, Wanted
from checks.judging import Judgements
from checks.reading.page import is_html, read_page
from checks.vocabulary import How, Reason
from monitor.look.browser.sight import Sight, is_written_by_scripts
from monitor.look.looking import Looking

ROUNDS = 2
BUDGET = 20
"""Wants fulfilled for one target in one scan."""

Fetch = Callable[[Wanted], Awaitable[Answer]]
Rejudge = Callable[[dict[Wanted, Answer]], Judgements]


def fetching(looking: Looking, sight: Sight | None = None) -> Fetch:
    """Fulfil wants of a site with the scan's client, and with the browser where that is wanted or needed."""

    async def fetch(wanted: Wanted) -> Answer:
        if wanted.how in (How.RENDER, How.RENDER_PHONE):
            if sight is None:
                return Reason.NO_BROWSER
            return await sight.show(wanted.url, phone=wanted.how is How.RENDER_PHONE, thorough=True, again=True)
        if wanted.how is How.AS_SEARCH_ENGINE:
            return Reason.NOT_REACHED
        response = await looking.fetch(wanted.url, verify=False)
        page = read_page(response) if response.outcome.is_good and is_html(response) else None
        return await _as_shown(response, page, sight) or page or response

    return fetch


async def _as_shown(response: Response, page: Page | None, sight: Sight | None) -> Page | None:
    """The page as the browser shows it now, where scripts write it: what was shown before is no second look."""
    if sight is None or page is None or not is_written_by_scripts(page):
        return None
    seen = await sight.show(response.final_url, again=True, due=True)
    return seen.page if isinstance(seen, Rendered) else None


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
