"""The home page on a phone: looked at where something stood in the way on the desk, or stood there before.

Most boxes and walls stand on both, so a desk that shows none spares the second look. What is open in the books is
always looked for on both: it may have been seen on a phone only, and a desk alone would call it repaired.
"""

from checks.check import load_checks
from checks.evidence import History, Rendered
from checks.vocabulary import Reason
from monitor.look.browser.sight import Sight


def stood_before(history: History) -> bool:
    """Whether anything is open that only a browser shows."""
    return any(history.open.get(one.indicator) for one in load_checks() if one.wants is Rendered)


async def phone_view(home: Rendered, sight: Sight, *, stood: bool) -> Rendered | Reason | None:
    """The home page, shown on a desk already, on a phone; why it was not shown, or None when there is no need.

    It counts against the budget of the site, but for what ``stood`` before.
    """
    if not (home.overlays or home.parts or stood):
        return None
    return await sight.show(home.url, phone=True, thorough=True, due=stood)
