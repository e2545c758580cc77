import asyncio
import shutil
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from registry.database import Database
from registry.errors import StaleToken
from registry.ledger import TargetResult, enter_visit
from registry.models import Office, stored
from registry.offices import ensure_office
from registry.sharing.leases import release_lease, renew_lease, require_lease, take_lease
from tests.registry.books import LINKS, NOW, begin_scan, broken, found, import_text, url_of

SECOND = timedelta(seconds=1)


async def take(database: Database, origin_id: int, holder: str, now: datetime = NOW, seconds: float = 60) -> int | None:
    async with database.write() as session:
        return await take_lease(session, origin_id, holder, now, seconds)


async def an_origin(database: Database, office: Office) -> int:
    await import_text(database, office)
    return (await begin_scan(database, office)).visits[0].visit.origin_id


async def test_a_live_lease_is_not_given_to_another(database: Database, office: Office) -> None:
    origin = await an_origin(database, office)
    assert await take(database, origin, "a") == 1
    assert await take(database, origin, "b", NOW + 59 * SECOND) is None
    assert await take(database, origin, "b", NOW + 60 * SECOND) == 2


async def test_a_lease_of_a_holder_that_is_gone_is_free(database: Database, office: Office) -> None:
    origin = await an_origin(database, office)
    assert await take(database, origin, "dead") == 1
    async with database.write() as session:
        assert await take_lease(session, origin, "b", NOW, 60, is_gone=lambda holder: holder != "dead") is None
        assert await take_lease(session, origin, "b", NOW, 60, is_gone=lambda holder: holder == "dead") == 2


async def test_the_holder_takes_its_own_lease_anew(database: Database, office: Office) -> None:
    origin = await an_origin(database, office)
    assert [await take(database, origin, "a"), await take(database, origin, "a")] == [1, 2]


async def test_a_released_lease_is_free_and_its_token_is_dead(database: Database, office: Office) -> None:
    origin = await an_origin(database, office)
    assert await take(database, origin, "a") == 1
    async with database.write() as session:
        assert not await release_lease(session, origin, 7, NOW)
        assert await release_lease(session, origin, 1, NOW)
        assert not await release_lease(session, origin, 1, NOW)
        with pytest.raises(StaleToken):
            await require_lease(session, origin, 1)
    assert await take(database, origin, "b") == 2


async def test_a_renewed_lease_lives_longer(database: Database, office: Office) -> None:
    origin = await an_origin(database, office)
    await take(database, origin, "a")
    async with database.write() as session:
        assert await renew_lease(session, origin, 1, NOW + 50 * SECOND, 60)
        assert not await renew_lease(session, origin, 2, NOW, 600)
    assert await take(database, origin, "b", NOW + 100 * SECOND) is None


async def test_an_origin_nobody_took_has_no_lease(database: Database, office: Office) -> None:
    origin = await an_origin(database, office)
    async with database.write() as session:
        assert not await renew_lease(session, origin, 0, NOW, 60)
        with pytest.raises(StaleToken, match="nothing was entered"):
            await require_lease(session, origin, 0)


async def test_two_who_want_one_lease(database: Database, office: Office, url: str) -> None:
    origin = await an_origin(database, office)
    async with await Database.open(url) as other:
        tokens = await asyncio.gather(
            *(take(books, origin, f"holder {n}") for n, books in enumerate([database, other] * 5))
        )
    assert sorted(token or 0 for token in tokens) == [0] * 9 + [1]


class Holders(RuleBasedStateMachine):
    """Two holders of one origin's lease and a clock that only moves on. Only the last to take it may enter a visit."""

    empty: Path
    entries = 0
    refusals = 0

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.now = NOW
        self.taken = 0
        self.holder = ""
        self.until = NOW
        self.entered = False
        self.runner.run(self._begin(Path(shutil.copyfile(self.empty, f"{self.folder.name}/books.db"))))

    async def _begin(self, file: Path) -> None:
        self.database = await Database.open(url_of(file))
        async with self.database.write() as session:
            office = await ensure_office(session, "YC", "宜春", now=NOW)
        await import_text(self.database, office)
        plan = (await begin_scan(self.database, office)).visits[-1]
        self.visit, self.origin = stored(plan.visit.id), plan.visit.origin_id
        self.target = plan.entries[0].target

    @rule(seconds=st.integers(1, 90))
    def time_passes(self, seconds: int) -> None:
        self.now += seconds * SECOND

    @rule(holder=st.sampled_from(["a", "b"]))
    def take(self, holder: str) -> None:
        token = self.runner.run(take(self.database, self.origin, holder, self.now))
        free = self.holder in {"", holder} or self.until <= self.now
        assert token == (self.taken + 1 if free else None)
        if token is not None:
            self.taken, self.holder, self.until = token, holder, self.now + 60 * SECOND

    @rule(behind=st.integers(0, 2))
    def renew(self, behind: int) -> None:
        async def renew() -> bool:
            async with self.database.write() as session:
                return await renew_lease(session, self.origin, self.taken - behind, self.now, 60)

        assert self.runner.run(renew()) == self._holds(behind)
        if self._holds(behind):
            self.until = self.now + 60 * SECOND

    @rule(behind=st.integers(0, 2))
    def release(self, behind: int) -> None:
        async def release() -> bool:
            async with self.database.write() as session:
                return await release_lease(session, self.origin, self.taken - behind, self.now)

        assert self.runner.run(release()) == self._holds(behind)
        if self._holds(behind):
            self.holder = ""

    @rule(behind=st.integers(0, 2))
    def enter(self, behind: int) -> None:
        async def enter() -> bool:
            async with self.database.write() as session:
                result = TargetResult(self.target.id, {LINKS: found(broken(self.target))})
                return await enter_visit(session, self.visit, self.taken - behind, [result], self.now)

        if self._holds(behind):
            assert self.runner.run(enter()) == (not self.entered)
            self.entered = True
            Holders.entries += 1
        else:
            with pytest.raises(StaleToken):
                self.runner.run(enter())
            Holders.refusals += 1

    @invariant()
    def tokens_only_rise(self) -> None:
        assert self.taken >= 0

    def _holds(self, behind: int) -> bool:
        return behind == 0 and bool(self.holder)

    def teardown(self) -> None:
        self.runner.run(self.database.close())
        self.runner.close()
        self.folder.cleanup()


def test_only_the_last_to_take_a_lease_enters(empty_books: Path) -> None:
    Holders.empty = empty_books
    run_state_machine_as_test(Holders, settings=settings(max_examples=20, stateful_step_count=15, deadline=None))
    assert Holders.entries > 0
    assert Holders.refusals > 0
