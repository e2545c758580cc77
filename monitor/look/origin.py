"""One look at an origin: its home pages, its pages, every address on them, and a second look at what failed."""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from checks.evidence import CheckedLink, LinkSurvey, Probe, Reach, Response, SiteFacts, Subject
from checks.vocabulary import LinkOutcome, Reason
from monitor.look.browser.sight import Sight
from monitor.look.client import FORBIDDEN
from monitor.look.crawl import Crawl
from monitor.look.memory import memory_of
from monitor.look.pace import Cost
from monitor.look.sources import Sources
from monitor.look.survey import Surveyor
from monitor.look.taking import OnPage, Recall, Recalling
from monitor.look.territory import Territory
from monitor.look.tools import Tools
from monitor.look.traps import Trap
from monitor.look.weburl import web_url

logger = logging.getLogger(__name__)

_REASONS = {
    LinkOutcome.BLOCKED: Reason.BLOCKED,
    LinkOutcome.RATE_LIMITED: Reason.RATE_LIMITED,
    LinkOutcome.SKIPPED: Reason.NOT_REACHED,
}


@dataclass(frozen=True, slots=True)
class TargetLook:
    """What one look saw of a target. The columns of ``site`` are left to whoever judges."""

    site: SiteFacts
    reach: Reach
    survey: LinkSurvey


@dataclass(frozen=True, slots=True)
class OriginLook:
    """What one look saw of a host: by target id, and how much was looked at.

    ``pages`` were read, of ``links`` distinct URLs the outcome is known, ``requests`` went to the host itself.
    ``unchanged`` of the pages were not read again, since they had not changed.
    ``complete`` is false when a limit of ours cut anything short. ``cost`` is what politeness towards the host cost;
    ``traps`` are where a crawl would never have ended, with the number of addresses there that were not followed.
    """

    host: str
    targets: Mapping[str, TargetLook]
    pages: int
    links: int
    requests: int
    complete: bool
    cost: Cost = field(default_factory=Cost)
    unchanged: int = 0
    traps: tuple[tuple[Trap, str, int], ...] = ()


async def look_at_origin(
    host: str,
    subjects: Sequence[Subject],
    tools: Tools,
    on_page: OnPage,
    other_hosts: Collection[str] = (),
    sight: Sight | None = None,
    recall: Recall | None = None,
    *,
    judged: bool = True,
) -> OriginLook:
    """Look at all targets on ``host``, once.

    ``subjects`` have this host and a URL. A page belongs to the target with the longest matching prefix; pages that no
    target owns are only checked as links. ``other_hosts`` are looked at on their own: a home page that leads to one
    is read, but no further page there. A failing home page is looked at again at the end of the look, and what it
    leads to is read when it opens then. With a ``sight``, pages that scripts write are read as a browser shows them.
    With ``recall``, pages that did not change since the last look are not read again.
    ``judged`` false: only links are asked for, and the days of pages are not read.
    """
    name = f"{host}-{sha256(repr(sorted(one.id for one in subjects)).encode()).hexdigest()[:12]}"
    folder = tools.policy.memory if recall is not None else None
    async with memory_of(folder, name, recall.key if recall else "", tools.links.numbers) as memory:
        recalling = Recalling(memory, recall) if recall is not None and memory is not None else None
        territory = Territory(host, subjects, other_hosts)
        crawl = Crawl(territory, subjects, tools, on_page, sight, recalling=recalling, judged=judged)
        return await _look(host, subjects, tools, crawl)


async def _look(host: str, subjects: Sequence[Subject], tools: Tools, crawl: Crawl) -> OriginLook:
    place = web_url(f"http://{host}/")
    slot = tools.client.politeness.slot(place.host if place else host)
    before = slot.cost
    surveyor = Surveyor(crawl, tools)
    probes = {target: [probe] for target, probe in (await crawl.open_homes(subjects)).items()}
    not_before = tools.clock.monotonic() + tools.policy.manners.confirm_after
    await crawl.run()
    await Sources(crawl, tools).read()
    await crawl.run()
    await surveyor.look()
    if failed := [subject for subject in subjects if _failed(probes[subject.id][0])]:
        await tools.clock.sleep(not_before - tools.clock.monotonic())
        for target, probe in (await crawl.open_homes(failed)).items():
            probes[target].append(probe)
        await crawl.run()
        await Sources(crawl, tools).read()
        await crawl.run()
        await surveyor.look()
    await surveyor.look_again()
    targets = {subject.id: await _target(subject, probes[subject.id], crawl, surveyor) for subject in subjects}
    cost = slot.cost.since(before)
    logger.info(
        "%s: %d requests, waited %.0f s for the pace and %.0f s because it asked; %d pages unchanged; not followed: %s",
        *(host, cost.requests, cost.paced, cost.rested, crawl.unchanged),
        ", ".join(f"{where} ({trap})" for trap, where in sorted(crawl.traps.caught)) or "nothing",
    )
    return OriginLook(
        host=host,
        targets=targets,
        pages=sum(len(facts) for facts in crawl.facts.values()),
        links=len({link.url for look in targets.values() for link in look.survey.links if _is_asked(link)}),
        requests=cost.requests,
        complete=all(look.survey.complete for look in targets.values()),
        cost=cost,
        unchanged=crawl.unchanged,
        traps=tuple((trap, where, count) for (trap, where), count in sorted(crawl.traps.caught.items())),
    )


def _is_asked(link: CheckedLink) -> bool:
    return link.outcome.is_good or bool(link.looks)


def _failed(probe: Probe) -> bool:
    return not probe.outcome.is_good and probe.outcome is not LinkOutcome.SKIPPED


async def _target(subject: Subject, probes: Sequence[Probe], crawl: Crawl, surveyor: Surveyor) -> TargetLook:
    home = crawl.homes.get(subject.id)
    site = SiteFacts(
        home=home,
        home_reason=None if home is not None else reason_of(probes[-1]),
        pages=tuple(crawl.facts[subject.id]),
        linked_unread=crawl.linked_unread(subject.id),
        complete=home is not None and crawl.is_complete(subject.id),
    )
    return TargetLook(site, Reach(subject.url, tuple(probes)), await surveyor.survey(subject.id))


def reason_of(probe: Probe | Response) -> Reason:
    """Why what did not open could not be seen."""
    if probe.outcome is LinkOutcome.SKIPPED and probe.detail == FORBIDDEN:
        return Reason.ROBOTS
    return _REASONS.get(probe.outcome, Reason.UNREACHABLE)
