"""Short ways to the evidence that tests of checks are full of."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from checks.catalogue import load_catalogue
from checks.evidence import (
    Answer,
    Case,
    Column,
    DateRead,
    DateSource,
    History,
    Page,
    PageFacts,
    Probe,
    Subject,
    Updating,
)
from checks.finding import Wanted
from checks.vocabulary import LinkOutcome, TargetKind

AS_OF = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
HOME = "https://www.yunxi.test/"


def subject(kind: TargetKind = TargetKind.PORTAL, **fields: Any) -> Subject:
    return Subject(**({"id": "t1", "name": "云溪", "unit": "市政府办公室", "url": HOME} | fields), kind=kind)


def case(
    indicator: str,
    *,
    of: Subject | None = None,
    as_of: datetime = AS_OF,
    open_: Iterable[str] = (),
    places: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    answers: Mapping[Wanted, Answer] = MappingProxyType({}),
) -> Case:
    entry = load_catalogue()[indicator]
    history = History(open={indicator: frozenset(open_)}, places=places)
    return Case(of or subject(), as_of, entry.thresholds, history, answers, indicator, entry.severity)


def days_ago(days: int) -> date:
    return date(2026, 11, 23) - timedelta(days=days)


def dated(*ages: int) -> tuple[DateRead, ...]:
    return tuple(DateRead(days_ago(age), DateSource.LIST, days_ago(age).isoformat()) for age in ages)


def page(
    url: str = HOME, *, dates: tuple[DateRead, ...] = (), scripted: bool = False, title: str = "首页", **more: object
) -> Page:
    plain = Page(
        url=url, status=200, charset="utf-8", title=title, links=(), dates=dates, published=None, tags={}, metas={},
        footer={}, text="", anchors=frozenset(), scripted=scripted,
    )  # fmt: skip
    return replace(plain, **more)  # type: ignore[arg-type]


def facts(
    path: str, *, published: int | None = None, newest: int | None = None, linked: bool = True, scripted: bool = False
) -> PageFacts:
    return PageFacts(
        url=HOME + path, title="", depth=1, linked_from_home=linked, scripted=scripted,
        published=None if published is None else days_ago(published),
        newest=None if newest is None else days_ago(newest),
    )  # fmt: skip


def probe(outcome: LinkOutcome, *, seconds: float = 0.1, status: int = 0, url: str = HOME) -> Probe:
    return Probe(AS_OF, url, outcome, status, seconds)


def column(
    path: str,
    *,
    age: int | None = None,
    updating: Updating = Updating.NEWS,
    level: int = 1,
    items: int = 5,
    **more: object,
) -> Column:
    newest = None if age is None else DateRead(days_ago(age), DateSource.LIST, days_ago(age).isoformat())
    return Column(HOME + path, path, level, updating, newest, items, **more)  # type: ignore[arg-type]
