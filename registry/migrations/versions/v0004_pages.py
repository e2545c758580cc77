"""Known pages of sites, and when new ones were last looked for; who does a round."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the tables and the column."""
    op.create_table(
        "known_page",
        sa.Column("target_id", sa.String(), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_known_page_target_id_target")),
        sa.PrimaryKeyConstraint("target_id", "mark", name=op.f("pk_known_page")),
    )
    op.create_table(
        "article_look",
        sa.Column("origin_id", sa.Integer(), nullable=False),
        sa.Column("begun", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["origin_id"], ["origin.id"], name=op.f("fk_article_look_origin_id_origin")),
        sa.PrimaryKeyConstraint("origin_id", name=op.f("pk_article_look")),
    )
    op.add_column("round", sa.Column("holder", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("round") as table:
        table.alter_column("holder", server_default=None)


def downgrade() -> None:
    """Drop them."""
    op.drop_column("round", "holder")
    op.drop_table("article_look")
    op.drop_table("known_page")
