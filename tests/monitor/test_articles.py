"""New articles between scans: read and judged once, entered without touching what the books hold."""

import signal
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from checks.catalogue import load_catalogue
from monitor import articles
from monitor.articles import SteppedBackError, articles_waiting, look_for_articles
from monitor.commands.options import Desk, opened
from monitor.commands.serving import serving_of
from monitor.demo.city import City
from monitor.demo.replies import Reply
from monitor.dispatch import InProcess
from monitor.errands import ARTICLES, do
from monitor.look.clock import Clock
from monitor.look.looking import Looking
from monitor.service import Service
from registry.boundaries import Boundary
from registry.models import FindingRow, KnownPage, Observation, Scan, Tally, Target, TargetState
from registry.sharing.leases import take_lease
from tests.city import AS_OF, city  # noqa: F401  a fixture
from tests.monitor.deployment import deployed, govwatch, program
from tests.monitor.publishing import HOST, LIST, VOTE, publish

CATALOGUE = load_catalogue()
LATER = AS_OF.replace(hour=21) + timedelta(days=1)


@pytest.fixture
async def desk(city: City, tmp_path: Path) -> AsyncIterator[Desk]:  # noqa: F811
    publish(city, 1, "茶农合作社开会。", dated=False)
    config = await deployed(tmp_path / "office", city)
    assert (await govwatch(config, "registry", "import", str(config.parent / "register.csv"))).code == 0
    assert (await govwatch(config, "scan", HOST, "--as-of", AS_OF.isoformat())).code == 0
    async with opened(config) as desk:
        yield desk


async def look(desk: Desk, at: datetime = LATER) -> list[int | None]:
    waiting = await articles_waiting(desk.database, desk.office_id, at)
    async with Looking(desk.settings.policy, Clock(lambda: at)) as looking:
        return [await look_for_articles(desk.database, one, looking, lambda: at, CATALOGUE) for one in waiting]


async def findings(desk: Desk) -> dict[str, dict[str, Any]]:
    async with desk.database.read() as session:
        return {row.fingerprint: row.model_dump() for row in await session.exec(select(FindingRow))}


async def count(desk: Desk, *models: Any) -> list[int]:
    async with desk.database.read() as session:
        return [len((await session.exec(select(model))).all()) for model in models]


async def test_only_what_is_new_is_read_and_judged(desk: Desk, city: City) -> None:  # noqa: F811
    before, counts = await findings(desk), await count(desk, Observation, Tally)
    asked = publish(city, 2, VOTE, dated=False)
    assert await look(desk) == [1]
    assert [path for path in asked.paths if "content/" in path] == ["/xzdt/content/post_2.html"]
    after = await findings(desk)
    (new,) = [row for mark, row in after.items() if mark not in before]
    assert (new["indicator"], new["confirmed"], new["first_seen"]) == ("site.formalism", None, LATER)
    assert new["url"].endswith("/xzdt/content/post_2.html")
    # The missing tag of the new article is one more place of a finding that stands: that is for a look at all pages.
    assert {mark: after[mark] for mark in before} == before
    assert any(row["about"] == "article PubDate" for row in before.values())
    assert await count(desk, Observation, Tally) == counts


async def test_what_was_read_is_not_read_again(desk: Desk, city: City) -> None:  # noqa: F811
    asked = publish(city, 2, VOTE)
    assert await look(desk) == [1]
    assert await look(desk) == []  # the look of this part of the day was made
    asked.paths.clear()
    assert await look(desk, LATER + timedelta(days=1)) == [0]
    assert [path for path in asked.paths if "content/" in path] == []
    assert LIST in asked.paths


async def test_a_look_without_anything_wrong_leaves_no_scan(desk: Desk, city: City) -> None:  # noqa: F811
    publish(city, 2, "茶农合作社又开会。")
    scans, pages = await count(desk, Scan, KnownPage)
    assert await look(desk) == [0]
    assert await count(desk, Scan, KnownPage) == [scans, pages + 1]


async def test_the_next_scan_confirms_what_a_look_found(desk: Desk, city: City) -> None:  # noqa: F811
    publish(city, 2, VOTE)
    await look(desk)
    file = Path(desk.database.name).parent / "govwatch.toml"
    assert (await govwatch(file, "scan", HOST, "--as-of", (LATER + timedelta(hours=2)).isoformat())).code == 0
    (row,) = [row for row in (await findings(desk)).values() if row["indicator"] == "site.formalism"]
    assert row["confirmed"] == LATER + timedelta(hours=2)


async def test_it_waits_while_somebody_scans_and_steps_back(
    desk: Desk,
    city: City,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish(city, 2, VOTE)
    (waiting,) = await articles_waiting(desk.database, desk.office_id, LATER)
    async with desk.database.write() as session:
        token = await take_lease(session, waiting.origin.id or 0, "another", datetime.now(LATER.tzinfo), 60)
    assert token
    assert await look(desk) == [None]
    monkeypatch.setattr(articles, "_WATCH", 0.0)
    said = iter([False])

    async def is_leased(*_: object) -> bool:
        return next(said, True)

    monkeypatch.setattr(articles, "is_leased", is_leased)
    with pytest.raises(SteppedBackError, match=HOST):
        await look(desk)
    monkeypatch.undo()
    async with desk.database.write() as session:
        await take_lease(session, waiting.origin.id or 0, "another", datetime.now(LATER.tzinfo), -1)
    assert await look(desk) == [1]


async def test_a_paused_site_and_one_never_scanned_are_left_alone(desk: Desk) -> None:
    waiting = await articles_waiting(desk.database, desk.office_id, LATER)
    assert [one.origin.key for one in waiting] == [HOST]
    async with desk.database.write() as session:
        for target in await session.exec(select(Target).where(Target.host == HOST)):
            target.state = TargetState.PAUSED
    assert await articles_waiting(desk.database, desk.office_id, LATER) == []


async def test_a_home_page_that_does_not_open_marks_nothing(desk: Desk, city: City) -> None:  # noqa: F811
    replies = publish(city, 2, VOTE)
    replies["/"] = Reply(b"", status=503)
    (pages,) = await count(desk, KnownPage)
    assert await look(desk) == [0]
    assert await count(desk, KnownPage) == [pages]


@pytest.mark.parametrize("boundary", [Boundary.ARTICLES_BEFORE, Boundary.ARTICLES_AFTER])
async def test_killed_at_the_entering(desk: Desk, city: City, boundary: Boundary) -> None:  # noqa: F811
    publish(city, 2, VOTE)
    folder = str(Path(desk.database.name).parent)
    code, said = await program("tests.monitor.whole_articles", folder, LATER.isoformat(), boundary.value)
    assert code == -signal.SIGKILL, said
    hour = LATER + timedelta(minutes=45)
    assert (await look(desk, hour)) == ([1] if boundary is Boundary.ARTICLES_BEFORE else [])
    async with desk.database.read() as session:
        found = await session.exec(select(FindingRow).where(col(FindingRow.indicator) == "site.formalism"))
        assert len(found.all()) == 1


@pytest.mark.parametrize("spreads", [False, True])
async def test_the_service_hands_the_look_out_until_it_was_made(
    desk: Desk,
    city: City,  # noqa: F811
    spreads: bool,
) -> None:
    class Spread(InProcess):
        spreads = True

    publish(city, 2, VOTE)
    serving = replace(serving_of(desk), spreads=spreads)
    service = Service(serving, (Spread if spreads else InProcess)(4), lambda: LATER)
    (errand,) = [one for one in await service.due(LATER) if one.what == ARTICLES]
    assert errand.lock == f"origin {errand.key}"
    await do(serving, errand, lambda: LATER)
    assert [one for one in await service.due(LATER) if one.what == ARTICLES] == []
    assert [row["about"] for row in (await findings(desk)).values() if row["indicator"] == "site.formalism"]
