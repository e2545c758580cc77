"""Pages on other hosts are remembered by marks, for some days."""

from datetime import timedelta

from registry.database import Database
from registry.models import Office, stored
from registry.seen.abroad import drop_read_abroad, note_read_abroad, recently_read
from tests.registry.books import NOW


async def test_what_was_read_is_known_until_it_is_old(database: Database, office: Office) -> None:
    office_id, first, second = stored(office.id), "http://a.example/one", "http://b.example/?x=二"
    async with database.write() as session:
        await note_read_abroad(session, office_id, [first, second, first], NOW)
        await note_read_abroad(session, office_id, [second], NOW + timedelta(days=5))
        await note_read_abroad(session, office_id, [second], NOW)  # an older scan that ends late changes nothing
    async with database.read() as session:
        all_of_them = await recently_read(session, office_id, NOW)
        later = await recently_read(session, office_id, NOW + timedelta(days=1))
    assert (first in all_of_them, second in all_of_them, "http://c.example/" in all_of_them) == (True, True, False)
    assert (first in later, second in later) == (False, True)
    async with database.write() as session:
        await drop_read_abroad(session, office_id, NOW + timedelta(days=1))
    async with database.read() as session:
        assert len((await recently_read(session, office_id, NOW - timedelta(days=9))).marks) == 1
