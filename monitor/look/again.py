"""Looking again at single links: the pages they stood on, the links themselves, and nothing else."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from checks.evidence import CheckedLink, Page, Probe, Subject
from checks.vocabulary import LinkOutcome
from monitor.look.crawl import Crawl
from monitor.look.survey import Surveyor
from monitor.look.territory import Territory
from monitor.look.tools import Tools

_GONE = frozenset({LinkOutcome.NOT_FOUND, LinkOutcome.GONE})


@dataclass(frozen=True, slots=True)
class LinksAgain:
    """What became of links. A link that is not in ``links`` stands on none of the ``pages``.

    ``pages`` are those that were read, or are positively gone; ``home`` is how the home page opened.
    """

    links: tuple[CheckedLink, ...]
    pages: frozenset[str]
    home: Probe


async def look_at_links_again(
    subject: Subject, abouts: Collection[str], pages: Collection[str], tools: Tools
) -> LinksAgain:
    """Look for links by their ``abouts`` on ``pages`` of a target and on its home page, and ask for those found.

    A link that does not open is asked for twice, as in a scan.
    """
    limits = replace(tools.policy.limits, depth=0)
    tools = replace(tools, policy=replace(tools.policy, limits=limits))
    crawl = Crawl(Territory(subject.host, [subject]), [subject], tools, _unjudged, judged=False)
    home = (await crawl.open_homes([subject]))[subject.id]
    anchored = {about.rpartition("#")[0] for about in abouts if "#" in about}
    crawl.ask_for({*pages, *anchored}, subject.id)
    await crawl.run()
    surveyor = Surveyor(crawl, tools, abouts)
    await surveyor.look()
    await surveyor.look_again()
    survey = await surveyor.survey(subject.id)
    gone = {url for url in pages if (known := crawl.known(url)) is not None and known.outcome in _GONE}
    return LinksAgain(tuple(survey.links), survey.pages_read | gone, home)


def _unjudged(_target: str, _page: Page, _depth: int) -> None:
    """No check sees the pages of such a look."""
