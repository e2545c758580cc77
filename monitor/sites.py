"""One host: looked at once, judged for every target on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias
from urllib.parse import urlsplit

from checks.evidence import Answer, History, HostHeaders, KnownColumn, LinkSurvey, Page, PageLevel, Subject, Transport
from checks.finding import Judgement, Wanted, not_applicable, unknown
from checks.judging import Judge, Judgements, PageJudge
from checks.reading.urls import host_of
from checks.time import shanghai_day
from checks.vocabulary import Reason, TargetKind
from monitor.columns import ColumnNotes
from monitor.look.looking import Looking
from monitor.look.origin import TargetLook
from monitor.look.territory import Territory
from monitor.progress import Watcher
from monitor.wants import fetching, settle
from registry.ledger import TargetResult

WholeHost: TypeAlias = tuple[Transport, HostHeaders]
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


async def look_at_host(
    host: str, subjects: Sequence[Subject], judging: SiteJudging, looking: Looking, watcher: Watcher
) -> list[TargetResult]:
    """Look at a host and judge each of its targets."""
    judges = {one.id: judging.judge.pages(one, judging.as_of, judging.histories[one.id]) for one in subjects}
    scoped = {one.id: with_scope(one, judging.owner) for one in subjects}
    territory = Territory(host, list(scoped.values()))
    notes = {one.id: _column_notes(one, territory, judging) for one in subjects}
    homes = {one.url for one in subjects}

    def on_page(target: str, page: Page, depth: int) -> None:
        is_home = depth == 0 or page.url in homes
        if is_home:
            page = replace(page, level=PageLevel.HOME)
            territory.adopt(host_of(page.url), scoped[target])
        judges[target].add(page, is_home=is_home)
        notes[target].add(page)
        watcher.page(host)

    look = await looking.origin(host, list(scoped.values()), on_page, other_hosts=judging.other_hosts)
    targets = {one.id: _with_columns(look.targets[one.id], notes[one.id]) for one in subjects}
    transport = await looking.transport(host)
    whole = (transport, await looking.headers(transport))
    return [await _judged(one, targets[one.id], whole, judges[one.id], judging, looking) for one in subjects]


def _column_notes(subject: Subject, territory: Territory, judging: SiteJudging) -> ColumnNotes:
    def owns(url: str) -> bool:
        return territory.owner(url) == subject.id

    return ColumnNotes(owns, shanghai_day(judging.as_of), judging.columns.get(subject.id, ()))


def _with_columns(look: TargetLook, notes: ColumnNotes) -> TargetLook:
    return replace(look, site=notes.filled(look.site))


def with_scope(subject: Subject, owner: str) -> Subject:
    """The scope to crawl: the host's own target also owns what no prefix owns, when it stands for the whole host."""
    whole = subject.kind is TargetKind.PORTAL or urlsplit(subject.url).path in ("", "/")
    return replace(subject, prefix="/") if subject.id == owner and whole else subject


async def _judged(
    subject: Subject,
    look: TargetLook,
    whole: WholeHost,
    pages: PageJudge,
    judging: SiteJudging,
    looking: Looking,
) -> TargetResult:
    def all_judgements(answers: Mapping[Wanted, Answer]) -> Judgements:
        on_pages = pages.finish(_page_reason(look), 0)
        if _is_shell(look):
            on_pages = judging.judge.instead(Page, subject, unknown(Reason.NO_BROWSER))
        return _judgements(subject, look, whole, judging, answers) | on_pages

    judgements = await settle(all_judgements({}), fetching(looking), all_judgements)
    broken = sum(link.outcome.is_broken for link in look.survey.links)
    return TargetResult(subject.id, judgements, len(look.site.pages), len(look.survey.links), broken)


def _judgements(
    subject: Subject,
    look: TargetLook,
    whole: WholeHost,
    judging: SiteJudging,
    answers: Mapping[Wanted, Answer],
) -> Judgements:
    history = judging.histories[subject.id]

    def judged(evidence: object) -> Judgements:
        return judging.judge.judge(evidence, subject, judging.as_of, history, answers)

    found = judged(look.reach) | judged(look.site)
    if _is_shell(look):
        found |= judging.judge.instead(LinkSurvey, subject, unknown(Reason.NO_BROWSER))
    elif look.site.home is None and not look.site.pages:
        found |= judging.judge.instead(LinkSurvey, subject, _unseen(look))
    else:
        found |= judged(look.survey)
    for evidence in whole:
        if subject.id == judging.owner:
            found |= judged(evidence)
        else:
            found |= judging.judge.instead(type(evidence), subject, not_applicable(Reason.OTHER_TARGET))
    return found


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
