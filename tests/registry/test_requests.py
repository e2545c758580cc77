from registry.database import Database
from registry.models import Office, Request, RequestState, stored
from registry.requests import ask, finish, report_progress, take
from tests.registry.books import DAY, NOW, import_text, office_id, target_named


async def request_of(database: Database, number: int) -> Request:
    async with database.read() as session:
        found = await session.get(Request, number)
    assert found is not None
    return found


async def test_what_is_asked_is_taken_once_oldest_first(database: Database, office: Office) -> None:
    of = office_id(office)
    async with database.write() as session:
        later = await ask(session, of, "look", now=NOW + DAY)
        other = await ask(session, of, "stop", now=NOW)
        first = await ask(session, of, "look", asked_by="李明", arguments={"scan": 3}, now=NOW)
    async with database.write() as session:
        taken = [await take(session, of, "look") for _ in range(3)]
        assert await take(session, of + 1, "stop") is None
    assert [request and request.id for request in taken] == [first.id, later.id, None]
    assert (await request_of(database, stored(other.id))).state is RequestState.ASKED  # not what was looked for
    left = await request_of(database, stored(first.id))
    assert (left.state, left.arguments, left.asked_by) == (RequestState.TAKEN, {"scan": 3}, "李明")


async def test_progress_and_end_are_told_in_the_row(database: Database, office: Office) -> None:
    await import_text(database, office)
    target = await target_named(database, office, "平安云溪")
    async with database.write() as session:
        number = stored((await ask(session, office_id(office), "look", target_id=target.id, now=NOW)).id)
        assert not await report_progress(session, number, "too early")
        assert not await finish(session, number, NOW)
        await take(session, office_id(office), "look")
        assert await report_progress(session, number, "3 of 9 pages")
    assert (await request_of(database, number)).progress == "3 of 9 pages"
    async with database.write() as session:
        assert await finish(session, number, NOW + DAY, progress="done")
        assert not await finish(session, number, NOW + DAY, refused=True)
    left = await request_of(database, number)
    assert (left.state, left.finished, left.progress) == (RequestState.DONE, NOW + DAY, "done")


async def test_a_request_may_be_refused_with_a_reason(database: Database, office: Office) -> None:
    async with database.write() as session:
        number = stored((await ask(session, office_id(office), "look", now=NOW)).id)
        await take(session, office_id(office), "look")
        assert await finish(session, number, NOW, progress="no browser", refused=True)
    assert (await request_of(database, number)).state is RequestState.REFUSED
