"""Answers of a look that was broken off: given to whoever makes it again, whole ones only."""

import os
import threading
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.evidence import Response
from checks.vocabulary import LinkOutcome
from monitor.look.client import Client
from monitor.look.spool import FRESH, Spool, spooled
from tests.misbehaving import Server, page
from tests.monitor.look.helpers import FakeClock, policy_for

AT = datetime(2026, 11, 23, 1, 2, 3, 45, tzinfo=UTC)
ONE = Response(
    "http://a.test/", "http://a.test/x", LinkOutcome.REDIRECTED, 200, (("content-type", "text/html"), ("x", "é")),
    b"\x00body", True, ("http://a.test/",), 0.5, AT, "detail", (("http://a.test/", "a=b"),),
)  # fmt: skip
TWO = Response("http://b.test/", "", LinkOutcome.DNS)


def written(file: Path, *answers: tuple[str, Response]) -> None:
    spool = Spool(file)
    for question, answer in answers:
        spool.keep(question, answer)
    spool.close()


def test_answers_come_back_as_they_were_each_once_in_order(tmp_path: Path) -> None:
    written(tmp_path / "x", ("q", ONE), ("r", TWO), ("q", TWO))
    spool = Spool(tmp_path / "x")
    assert spool.taken_up == 3
    assert [spool.take(question) for question in "qqqrr"] == [ONE, TWO, None, TWO, None]
    spool.close()


@settings(deadline=None)  # it writes files
@given(st.floats(0, 1))
def test_a_kill_in_the_middle_of_writing_costs_only_that_answer(part: float) -> None:
    file = Path(os.environ.get("TMPDIR", "/tmp")) / f"govwatch-spool-{os.getpid()}"  # noqa: S108  hypothesis has no tmp_path
    written(file, ("q", ONE), ("r", TWO), ("q", ONE))
    size = file.stat().st_size
    left = int(size * part)
    with file.open("r+b") as open_file:
        open_file.truncate(left)
    spool = Spool(file)
    assert spool.taken_up <= 3
    assert (spool.taken_up == 3) is (left == size)
    spool.keep("s", TWO)
    spool.close()
    again = Spool(file)
    assert again.taken_up == spool.taken_up + 1
    assert again.take("s") == TWO
    again.close()
    again.drop()


def test_old_answers_say_nothing_of_the_present(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path / "x", ("q", ONE))
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + FRESH + 1)
    spool = Spool(tmp_path / "x")
    assert spool.take("q") is None
    spool.close()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with Server() as one:
        one.site("a.test", {"/": page("首页", "")})
        yield one


async def test_a_look_that_is_made_again_asks_for_nothing_that_was_answered(server: Server, tmp_path: Path) -> None:
    async def look() -> tuple[Response, Response]:
        async with Client(policy_for(server), FakeClock()) as client:
            with spooled(tmp_path / "spool", "visit-1"):
                first = await client.fetch("http://a.test/")
                await client.fetch("http://a.test/", method="HEAD")
                return first, await client.fetch("http://a.test/")

    before = await look()
    assert server.asked() == ["GET /", "HEAD /", "GET /"]
    assert await look() == before
    assert len(server.requests) == 3
    (tmp_path / "spool" / "visit-1.answers").unlink()
    await look()
    assert len(server.requests) == 6


async def test_a_folder_that_cannot_be_written_costs_no_look(server: Server, tmp_path: Path) -> None:
    (tmp_path / "spool").write_text("in the way", "ascii")
    async with Client(policy_for(server), FakeClock()) as client:
        with spooled(tmp_path / "spool", "visit-1") as spool:
            assert spool is None
            assert (await client.fetch("http://a.test/")).outcome is LinkOutcome.OK


@pytest.mark.parametrize("dropped", [True, False])
async def test_the_loop_does_not_wait_for_the_system_to_forget_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dropped: bool
) -> None:
    closed: list[tuple[int, bool]] = []
    close = os.close

    def noted(handle: int) -> None:
        closed.append((handle, threading.current_thread() is threading.main_thread()))
        close(handle)

    with spooled(tmp_path, "visit-1") as spool:
        assert spool is not None
        spool.keep("q", ONE)
        if dropped:
            spool.drop()
        monkeypatch.setattr(os, "close", noted)
    for thread in threading.enumerate():
        if thread.name == "spool":
            thread.join()
    assert [in_loop for _, in_loop in closed] == [not dropped]
    assert (tmp_path / "visit-1.answers").exists() is not dropped
    with pytest.raises(OSError, match="descriptor"):
        os.fstat(closed[0][0])
