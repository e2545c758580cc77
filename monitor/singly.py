"""Seeing single things again: what the check that found them says of just these, and of nothing else."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from checks.check import load_checks
from checks.evidence import History, LinkSurvey, Subject, Transport
from checks.finding import Judgement
from checks.judging import Judge
from checks.vocabulary import Outcome, Reason
from monitor.look.again import LinksAgain
from monitor.look.looking import Looking
from registry.models import FindingRow, FindingState, stored
from reports.terms import LINK_OUTCOMES, REASONS, term


@dataclass(frozen=True, slots=True)
class Wanted:
    """Findings of one indicator on one target that are to be seen again."""

    subject: Subject
    indicator: str
    findings: tuple[FindingRow, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of it: the judgement to enter, and why single findings could not be seen, by id."""

    judgement: Judgement
    unseen: Mapping[int, str]


Looker: TypeAlias = Callable[[Wanted, Judge, datetime, Looking], Awaitable[Seen]]


def looker_for(indicator: str, findings: Sequence[FindingRow]) -> Looker | None:
    """How findings of an indicator are seen by themselves, or None when only a whole look at the target shows them."""
    wants = next((check.wants for check in load_checks() if check.indicator == indicator), None)
    if wants is Transport:
        return transport
    if wants is LinkSurvey and all(0 < row.places_total <= len(row.places) for row in findings):
        return links
    return None


async def transport(wanted: Wanted, judge: Judge, as_of: datetime, looking: Looking) -> Seen:
    """Look at how the host answers over HTTPS and HTTP."""
    evidence = await looking.transport(wanted.subject.host)
    judged = judge.judge(evidence, wanted.subject, as_of, _history(wanted.findings)).get(wanted.indicator)
    if judged is None or judged.outcome not in (Outcome.OK, Outcome.FINDING):
        why = term(REASONS, judged.reason or Reason.NOT_REACHED) if judged else "已不适用于该对象"
        return _seen([], {stored(row.id): why for row in wanted.findings})
    return _seen([_only(judged, {row.about for row in wanted.findings})], {})


async def links(wanted: Wanted, judge: Judge, as_of: datetime, looking: Looking) -> Seen:
    """Ask for each link, if it still stands on a page where it stood. A link taken off all its pages is repaired."""
    abouts = {row.about for row in wanted.findings}
    again = await looking.links_again(wanted.subject, abouts, {url for row in wanted.findings for url in _pages(row)})
    judgements, unseen = [], {}
    for row in wanted.findings:
        survey = LinkSurvey(
            links=tuple(link for link in again.links if link.url == row.about),
            complete=_pages(row) <= again.pages,
            pages_read=again.pages,
        )
        judged = judge.judge(survey, wanted.subject, as_of, _history([row])).get(wanted.indicator)
        if judged is None or judged.outcome not in (Outcome.OK, Outcome.FINDING):
            unseen[stored(row.id)] = _why(survey, again)
        else:
            judgements.append(_only(judged, {row.about}))
    return _seen(judgements, unseen)


def _why(survey: LinkSurvey, again: LinksAgain) -> str:
    outcomes = [link.outcome for link in survey.links if not link.outcome.is_good]
    if not outcomes and not again.home.outcome.is_good:
        outcomes = [again.home.outcome]
    return term(LINK_OUTCOMES, outcomes[0]) if outcomes else "所在页面没有读到"


def _pages(row: FindingRow) -> frozenset[str]:
    return frozenset(place[0] for place in row.places)


def _history(rows: Sequence[FindingRow]) -> History:
    """The past, as far as these findings are concerned."""
    stand = [row for row in rows if row.state is FindingState.OPEN]
    return History(
        open={row.indicator: frozenset(one.about for one in stand) for row in stand},
        places={row.fingerprint: tuple(_pages(row)) for row in stand},
    )


def _only(judged: Judgement, abouts: set[str]) -> Judgement:
    findings = tuple(finding for finding in judged.findings if finding.about in abouts)
    return Judgement(Outcome.OK, findings, cleared=judged.cleared & abouts)


def _seen(judgements: Sequence[Judgement], unseen: Mapping[int, str]) -> Seen:
    findings = tuple(finding for one in judgements for finding in one.findings)
    cleared = frozenset(about for one in judgements for about in one.cleared)
    outcome = Outcome.FINDING if findings else Outcome.OK
    return Seen(Judgement(outcome, findings, cleared=cleared), unseen)
