"""One look at an origin: its home pages, its pages, every address on them, and a second look at what failed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from checks.evidence import LinkSurvey, Probe, Reach, Response, SiteFacts, Subject
from checks.vocabulary import LinkOutcome, Reason
from monitor.look.client import FORBIDDEN
from monitor.look.crawl import Crawl, OnPage
from monitor.look.survey import Surveyor
from monitor.look.territory import Territory
from monitor.look.tools import Tools
from monitor.look.weburl import web_url

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
    ``complete`` is false when a limit of ours cut anything short.
    """

    host: str
    targets: Mapping[str, TargetLook]
    pages: int
    links: int
    requests: int
    complete: bool


async def look_at_origin(
    host: str, subjects: Sequence[Subject], tools: Tools, on_page: OnPage, other_hosts: Collection[str] = ()
) -> OriginLook:
    """Look at all targets on ``host``, once.

    ``subjects`` have this host and a URL. A page belongs to the target with the longest matching prefix; pages that no
    target owns are only checked as links. ``other_hosts`` are looked at on their own: a home page that leads to one
    is read, but no further page there. A failing home page is looked at again at the end of the look, and what it
    leads to is read when it opens then.
    """
    place = web_url(f"http://{host}/")
    slot = tools.client.politeness.slot(place.host if place else host)
    sent = slot.sent
    crawl = Crawl(Territory(host, subjects, other_hosts), subjects, tools, on_page)
    surveyor = Surveyor(crawl, tools)
    probes = {target: [probe] for target, probe in (await crawl.open_homes(subjects)).items()}
    not_before = tools.clock.monotonic() + tools.policy.manners.confirm_after
    await crawl.run()
    await surveyor.look()
    if failed := [subject for subject in subjects if _failed(probes[subject.id][0])]:
        await tools.clock.sleep(not_before - tools.clock.monotonic())
        for target, probe in (await crawl.open_homes(failed)).items():
            probes[target].append(probe)
        await crawl.run()
        await surveyor.look()
    await surveyor.look_again()
    targets = {subject.id: _target(subject, probes[subject.id], crawl, surveyor) for subject in subjects}
    return OriginLook(
        host=host,
        targets=targets,
        pages=sum(len(facts) for facts in crawl.facts.values()),
        links=len({link.url for look in targets.values() for link in look.survey.links if link.looks}),
        requests=slot.sent - sent,
        complete=all(look.survey.complete for look in targets.values()),
    )


def _failed(probe: Probe) -> bool:
    return not probe.outcome.is_good and probe.outcome is not LinkOutcome.SKIPPED


def _target(subject: Subject, probes: Sequence[Probe], crawl: Crawl, surveyor: Surveyor) -> TargetLook:
    home = crawl.homes.get(subject.id)
    site = SiteFacts(
        home=home,
        home_reason=None if home is not None else reason_of(probes[-1]),
        pages=tuple(crawl.facts[subject.id]),
        linked_unread=crawl.linked_unread(subject.id),
        complete=home is not None and crawl.is_complete(subject.id),
    )
    return TargetLook(site, Reach(subject.url, tuple(probes)), surveyor.survey(subject.id))


def reason_of(probe: Probe | Response) -> Reason:
    """Why what did not open could not be seen."""
    if probe.outcome is LinkOutcome.SKIPPED and probe.detail == FORBIDDEN:
        return Reason.ROBOTS
    return _REASONS.get(probe.outcome, Reason.UNREACHABLE)
