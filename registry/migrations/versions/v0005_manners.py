"""Manners that machines keep together: places at a host, addresses of hosts, and what politeness cost a visit."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the tables and the column."""
    op.create_table(
        "held_place",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", "number", name=op.f("pk_held_place")),
    )
    op.create_table(
        "host_address",
        sa.Column("origin_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["origin_id"], ["origin.id"], name=op.f("fk_host_address_origin_id_origin")),
        sa.PrimaryKeyConstraint("origin_id", name=op.f("pk_host_address")),
    )
    op.create_index(op.f("ix_host_address_address"), "host_address", ["address"], unique=False)
    op.add_column("visit", sa.Column("manners", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("visit") as visit:
        visit.alter_column("manners", server_default=None)


def downgrade() -> None:
    """Drop them."""
    op.drop_column("visit", "manners")
    op.drop_table("host_address")
    op.drop_table("held_place")
