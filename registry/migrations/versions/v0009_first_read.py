"""Since when a page is known."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the column. Of the pages that are there nobody knows."""
    op.add_column("known_page", sa.Column("first_read", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("known_page", "first_read")
