import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from registry.database import Database
from registry.errors import DatabaseError
from registry.migrate import downgrade, upgrade
from registry.models import Table
from registry.schema import SCRIPTS, head, revisions
from tests.registry.books import url_of


def tables(file: Path) -> set[str]:
    connection = sqlite3.connect(file)
    names = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
    connection.close()
    return names


async def test_the_migrated_schema_is_that_of_the_models(database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, Table.metadata))

    async with database.write() as session:
        assert await (await session.connection()).run_sync(differences) == []


async def test_upgrading_again_changes_nothing(file: Path) -> None:
    before = tables(file)
    await upgrade(url_of(file))
    assert tables(file) == before


def test_a_migration_is_called_by_its_number() -> None:
    scripts = ScriptDirectory(str(SCRIPTS))
    assert [script.revision for script in scripts.walk_revisions()] == list(reversed(revisions()))
    assert scripts.get_current_head() == head()


async def test_base_leaves_no_table(file: Path) -> None:
    await downgrade(url_of(file))
    assert tables(file) == {"alembic_version"}
    await upgrade(url_of(file))
    assert set(Table.metadata.tables) < tables(file)


async def test_an_upgrade_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    file = tmp_path / "books.db"
    connection = sqlite3.connect(file)
    connection.execute("create table outbox (in_the_way)")
    connection.close()
    with pytest.raises(DatabaseError, match="outbox already exists"):
        await upgrade(url_of(file))
    assert tables(file) == {"outbox"}


@pytest.mark.parametrize("folder", ["/proc", "/no/such/folder"])
async def test_a_folder_that_cannot_be_written(folder: str) -> None:
    with pytest.raises(DatabaseError, match="请确认目录存在，且当前用户可以写入"):
        await upgrade(f"sqlite:///{folder}/books.db")
