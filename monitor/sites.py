"""One host: looked at once, judged for every target on it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import TypeAlias
from urllib.parse import urlsplit

from checks.evidence import (
    Answer,
    Asides,
    History,
    HostHeaders,
    Ipv6,
    KnownColumn,
    LinkSurvey,
    Page,
    Prose,
    Rendered,
    SiteFacts,
    Subject,
    Transport,
)
from checks.finding import Judgement, Wanted, not_applicable, unknown
from checks.judging import Judge, Judgements, PageJudge
from checks.time import shanghai_day
from checks.vocabulary import Reason, TargetKind
from monitor.asides.look import look_beside
from monitor.asides.notes import AsideNotes
from monitor.columns import ColumnNotes
from monitor.evidence import keep_pictures
from monitor.first_reads import FirstReads, nothing_read, with_first_reads
from monitor.host_pages import HostPages
from monitor.look.browser.sight import Sight
from monitor.look.looking import Looking
from monitor.look.origin import TargetLook
from monitor.look.territory import Territory
from monitor.look.weburl import key_of
from monitor.memory_key import memory_key
from monitor.phone import stood_before
from monitor.progress import Watcher
from monitor.showing import Cues, Shown, pages_before, show_target
from monitor.store import store_of
from monitor.target_pages import TargetPages, pages_of_findings
from monitor.wants import fetching, settle
from monitor.witness import witnessed
from registry.ledger import TargetResult

_AT_ONCE = 10  # pages judged that were held back until the template of the site was known

WholeHost: TypeAlias = tuple[Transport, HostHeaders, Ipv6]
"""What was seen of a host as a whole."""


@dataclass(frozen=True, slots=True)
class SiteJudging:
    """What judging a host needs beside what is seen there."""

    judge: Judge
    as_of: datetime
    histories: Mapping[str, History]
    owner: str
    """The id of the target that answers for the host as a whole."""
    columns: Mapping[str, Sequence[KnownColumn]] = field(default_factory=dict)
    """What the register says of the columns of targets, by their ids."""
    other_hosts: frozenset[str] = frozenset()
    """Hosts of the register that are looked at on their own."""
    first_reads: FirstReads = nothing_read


@dataclass(frozen=True, slots=True)
class Seen:
    """All that was seen of one target."""

    look: TargetLook
    whole: WholeHost
    shown: Shown
    sight: Sight
    asides: Asides


async def look_at_host(
    host: str, subjects: Sequence[Subject], judging: SiteJudging, looking: Looking, watcher: Watcher
) -> list[TargetResult]:
    """Look at a host and judge each of its targets."""
    async with looking.sight() as sight:
        return await _look_at_host(host, subjects, judging, looking, watcher, sight)


async def _look_at_host(
    host: str,
    subjects: Sequence[Subject],
    judging: SiteJudging,
    looking: Looking,
    watcher: Watcher,
    sight: Sight,
) -> list[TargetResult]:
    scoped = {one.id: with_scope(one, judging.owner) for one in subjects}
    territory = Territory(host, list(scoped.values()))
    taken = {one.id: _target_pages(one, territory, judging) for one in subjects}
    pages = HostPages(host, scoped, territory, taken, frozenset(one.url for one in subjects), watcher)
    days = looking.reread_days
    key = await asyncio.to_thread(memory_key, judging.judge, subjects, judging.as_of, host, days)
    look = await looking.origin(
        host,
        list(scoped.values()),
        pages.take,
        other_hosts=judging.other_hosts,
        sight=sight,
        recall=pages.recalling(key),
    )
    looks = {one.id: await witnessed(look.targets[one.id], judging.other_hosts, looking) for one in subjects}
    targets = {one.id: _with_columns(looks[one.id], taken[one.id].columns) for one in subjects}
    judging = await _with_past(judging, targets)
    transport = await looking.transport(host)
    whole = (transport, await looking.headers(transport), await looking.ipv6(transport))
    return [await _result(one, targets[one.id], taken[one.id], whole, judging, looking, sight) for one in subjects]


async def _result(
    subject: Subject,
    look: TargetLook,
    pages: TargetPages,
    whole: WholeHost,
    judging: SiteJudging,
    looking: Looking,
    sight: Sight,
) -> TargetResult:
    """What a target comes to, after its pages were read."""
    shown = await _shown(subject.id, look, pages.cues, sight, judging.histories[subject.id])
    asides = await look_beside(pages.asides, look.site, looking.fetch, looking.documents, shown.views)
    seen = Seen(look, whole, shown, sight, asides)
    for _ in iter(partial(pages.judge.catch_up, _AT_ONCE), False):
        await asyncio.sleep(0)  # others have work to do too
    judged = await _judged(subject, seen, pages.judge, judging, looking)
    found = tuple(column for column in look.site.columns if not column.approved)
    return replace(judged, columns=found, home_links=pages.columns.home_links(), read=_read(look.site))


def _read(site: SiteFacts) -> dict[str, str]:
    """The pages that were read, by their keys, with the addresses of those that are lists."""
    lists = {key_of(column.url): column.url for column in site.columns}
    return {(key := key_of(page.url)): lists.get(key, "") for page in site.pages}


async def _shown(target: str, look: TargetLook, cues: Cues, sight: Sight, history: History) -> Shown:
    """What the browser shows of a target whose home page opens; of any other there is nothing to be seen."""
    if look.site.home is None:
        return Shown(reason=look.site.home_reason or sight.reason or Reason.NOT_REACHED)
    home, before = look.site.home.url, pages_before(target, history)
    return await show_target(home, cues.pages(), sight, stood=stood_before(history), before=before)


async def _with_past(judging: SiteJudging, targets: Mapping[str, TargetLook]) -> SiteJudging:
    """What is known of the pages that were seen in lists."""
    past = {
        target: await with_first_reads(judging.histories[target], target, look.site, judging.first_reads)
        for target, look in targets.items()
    }
    return replace(judging, histories=past)


def _target_pages(subject: Subject, territory: Territory, judging: SiteJudging) -> TargetPages:
    def owns(url: str) -> bool:
        return territory.owner(url) == subject.id

    history, today = judging.histories[subject.id], shanghai_day(judging.as_of)
    columns = ColumnNotes(owns, today, judging.columns.get(subject.id, ()))
    judge = judging.judge.pages(subject, judging.as_of, history)
    return TargetPages(judge, columns, AsideNotes(owns), today, pages_of_findings(history))


def _with_columns(look: TargetLook, notes: ColumnNotes) -> TargetLook:
    return replace(look, site=notes.filled(look.site))


def with_scope(subject: Subject, owner: str) -> Subject:
    """The scope to crawl: the host's own target also owns what no prefix owns, when it stands for the whole host."""
    whole = subject.kind is TargetKind.PORTAL or urlsplit(subject.url).path in ("", "/")
    return replace(subject, prefix="/") if subject.id == owner and whole else subject


async def _judged(
    subject: Subject, seen: Seen, pages: PageJudge, judging: SiteJudging, looking: Looking
) -> TargetResult:
    look = seen.look

    def all_judgements(answers: Mapping[Wanted, Answer]) -> Judgements:
        on_pages = pages.finish(_page_reason(look), 0)
        if _is_shell(look):
            shell = unknown(Reason.NO_BROWSER)
            on_pages = judging.judge.instead(Page, subject, shell) | judging.judge.instead(Prose, subject, shell)
        return _judgements(subject, seen, judging, answers) | on_pages

    judgements = await settle(all_judgements({}), fetching(looking, seen.sight), all_judgements)
    if seen.sight.reason is None:
        judgements = {name: _within_limits(one) for name, one in judgements.items()}
    pictures = await keep_pictures(store_of(looking.browsing), seen.sight.pictures, judgements)
    broken = sum(link.outcome.is_broken for link in look.survey.links)
    return TargetResult(subject.id, judgements, len(look.site.pages), len(look.survey.links), broken, pictures=pictures)


def _within_limits(judgement: Judgement) -> Judgement:
    """There is a browser: what it was not shown with was beyond its budget."""
    if judgement.reason is not Reason.NO_BROWSER:
        return judgement
    return replace(judgement, reason=Reason.LIMIT_REACHED)


def _judgements(subject: Subject, seen: Seen, judging: SiteJudging, answers: Mapping[Wanted, Answer]) -> Judgements:
    history, look, shown = judging.histories[subject.id], seen.look, seen.shown

    def judged(evidence: object) -> Judgements:
        return judging.judge.judge(evidence, subject, judging.as_of, history, answers)

    found = judged(look.reach) | judged(look.site)
    if _is_shell(look):
        found |= _instead_of_pages(judging, subject, unknown(Reason.NO_BROWSER))
    elif look.site.home is None and not look.site.pages:
        found |= _instead_of_pages(judging, subject, _unseen(look))
    else:
        found |= judged(look.survey) | judged(seen.asides)
    if shown.views:
        found |= judging.judge.rendered(shown.views, subject, judging.as_of, history, answers)
    else:
        found |= judging.judge.instead(Rendered, subject, unknown(shown.reason or Reason.NOT_REACHED))
    for evidence in seen.whole:
        if subject.id == judging.owner:
            found |= judged(evidence)
        else:
            found |= judging.judge.instead(type(evidence), subject, not_applicable(Reason.OTHER_TARGET))
    return found


def _instead_of_pages(judging: SiteJudging, subject: Subject, judgement: Judgement) -> Judgements:
    judge = judging.judge
    return judge.instead(LinkSurvey, subject, judgement) | judge.instead(Asides, subject, judgement)


def _is_shell(look: TargetLook) -> bool:
    """Whether all that came was a home page for scripts to fill: nothing of the site was seen, so nothing is right."""
    return look.site.home is not None and look.site.home.scripted and len(look.site.pages) <= 1


def _unseen(look: TargetLook) -> Judgement:
    return unknown(look.site.home_reason or Reason.NOT_REACHED)


def _page_reason(look: TargetLook) -> Reason | None:
    """Why pages of the target were left out, None when all were read."""
    if look.site.home is None:
        return look.site.home_reason or Reason.NOT_REACHED
    return None if look.site.complete else Reason.LIMIT_REACHED
