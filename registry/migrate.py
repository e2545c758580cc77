"""Bringing the tables of a database to the form this program knows (:mod:`registry.schema`)."""

from collections.abc import Callable

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from registry.schema import SCRIPTS
from registry.store.book_address import dialect_of


async def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at ``url`` to ``revision``, all or nothing; make the file when it is missing.

    Doing it again changes nothing. Raises :class:`DatabaseError`.
    """
    await _run(url, lambda config: command.upgrade(config, revision))


async def downgrade(url: str, revision: str = "base") -> None:
    """Take the database at ``url`` back to ``revision``; ``base`` drops all tables with what they hold."""
    await _run(url, lambda config: command.downgrade(config, revision))


async def _run(url: str, change: Callable[[Config], None]) -> None:
    dialect = dialect_of(url)
    await dialect.require_room()
    engine = dialect.migrator()
    try:
        with dialect.explained():
            async with engine.begin() as connection:
                await connection.run_sync(lambda synchronous: change(_config(synchronous)))
    finally:
        await engine.dispose()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    return config
