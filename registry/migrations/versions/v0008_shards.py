"""The shard of an origin."""

from zlib import crc32

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the column, and fill it for the origins that are there."""
    op.add_column("origin", sa.Column("shard", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("origin") as table:
        table.alter_column("shard", server_default=None)
    origin = sa.table("origin", sa.column("id"), sa.column("key"), sa.column("shard"))
    connection = op.get_bind()
    for number, key in connection.execute(sa.select(origin.c.id, origin.c.key)).all():
        shard = crc32(key.encode()) % 1024
        connection.execute(sa.update(origin).where(origin.c.id == number).values(shard=shard))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("origin", "shard")
