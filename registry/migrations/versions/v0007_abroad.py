"""Pages on other hosts that were read lately."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "read_abroad",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_read_abroad_office_id_office")),
        sa.PrimaryKeyConstraint("office_id", "mark", name=op.f("pk_read_abroad")),
    )
    op.create_index(op.f("ix_read_abroad_at"), "read_abroad", ["at"], unique=False)


def downgrade() -> None:
    """Drop it."""
    op.drop_table("read_abroad")
