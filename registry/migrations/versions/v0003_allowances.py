"""Announced maintenance, appeals and exceptions; the points of a grade and what was let pass in it."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the tables and the columns."""
    op.create_table("maintenance", *_common("maintenance"), *_spans(), *_ends(sa.DateTime(timezone=True)))
    op.create_table("waiver", *_common("waiver"), *_waived(), *_ends(sa.Date()))
    for table in ("maintenance", "waiver"):
        for column in ("office_id", "target_id"):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
    op.add_column("tally", sa.Column("score", sa.JSON(), nullable=True))
    op.add_column("tally", sa.Column("waived", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("tally") as tally:
        tally.alter_column("waived", server_default=None)


def downgrade() -> None:
    """Drop them."""
    op.drop_column("tally", "waived")
    op.drop_column("tally", "score")
    op.drop_table("waiver")
    op.drop_table("maintenance")


def _common(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f(f"fk_{table}_office_id_office")),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f(f"fk_{table}_target_id_target")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _spans() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notice", sa.String(), nullable=False),
    ]


def _waived() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
    ]


def _ends(instant: sa.types.TypeEngine[Any]) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", instant, nullable=True),
        sa.Column("ended_by", sa.String(), nullable=False),
    ]
