"""Tables of the loop: columns, history of the register, probes, rounds, reviews and tickets."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

NEW = (
    "register_change",
    "site_column",
    "probe",
    "round",
    "review",
    "ticket",
    "ticket_item",
    "ticket_step",
    "office_setting",
    "turn",
    "probe_sum",
    "measure",
    "home_link",
)


def upgrade() -> None:
    """Create the tables."""
    _create_register()
    _create_rounds()
    _create_tickets()
    _create_operation()
    op.add_column("observation", sa.Column("severity", sa.String(32), nullable=True))


def downgrade() -> None:
    """Drop them, those that point to others first."""
    op.drop_column("observation", "severity")
    for table in reversed(NEW):
        op.drop_table(table)


def _create_register() -> None:
    """What the office says of its register, and how that changed."""
    op.create_table(
        "register_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("old", sa.String(), nullable=False),
        sa.Column("new", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_register_change_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_change")),
    )
    op.create_index(op.f("ix_register_change_office_id"), "register_change", ["office_id"], unique=False)
    op.create_index(op.f("ix_register_change_subject"), "register_change", ["subject"], unique=False)
    op.create_table(
        "site_column",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("updating", sa.String(32), nullable=False),
        sa.Column("period", sa.Integer(), nullable=True),
        sa.Column("must_update", sa.Boolean(), nullable=False),
        sa.Column("archived", sa.Date(), nullable=True),
        sa.Column("approved_by", sa.String(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_site_column_office_id_office")),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_site_column_target_id_target")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_site_column_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_column")),
        sa.UniqueConstraint("target_id", "url", name=op.f("uq_site_column_target_id")),
    )
    op.create_index(op.f("ix_site_column_office_id"), "site_column", ["office_id"], unique=False)
    op.create_index(op.f("ix_site_column_target_id"), "site_column", ["target_id"], unique=False)
    op.create_index(op.f("ix_site_column_unit_id"), "site_column", ["unit_id"], unique=False)
    op.create_table(
        "office_setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_office_setting_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_setting")),
    )
    op.create_index(op.f("ix_office_setting_name"), "office_setting", ["name"], unique=False)
    op.create_index(op.f("ix_office_setting_office_id"), "office_setting", ["office_id"], unique=False)


def _create_rounds() -> None:
    """Visits for availability, and what was done when."""
    op.create_table(
        "probe",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("origin_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("seeded", sa.Boolean(), nullable=False),
        sa.Column("witnessed", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_probe_office_id_office")),
        sa.ForeignKeyConstraint(["origin_id"], ["origin.id"], name=op.f("fk_probe_origin_id_origin")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_probe")),
    )
    op.create_index(op.f("ix_probe_at"), "probe", ["at"], unique=False)
    op.create_index(op.f("ix_probe_office_id"), "probe", ["office_id"], unique=False)
    op.create_index(op.f("ix_probe_origin_id"), "probe", ["origin_id"], unique=False)
    op.create_table(
        "round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("begun", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done", sa.DateTime(timezone=True), nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_round_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint("office_id", "what", "key", name=op.f("uq_round_office_id")),
    )
    op.create_index(op.f("ix_round_office_id"), "round", ["office_id"], unique=False)
    op.create_table(
        "measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scan_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.String(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("newest", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["scan_id"], ["scan.id"], name=op.f("fk_measure_scan_id_scan")),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_measure_target_id_target")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
        sa.UniqueConstraint("scan_id", "target_id", "indicator", "about", name=op.f("uq_measure_scan_id")),
    )
    op.create_index(op.f("ix_measure_scan_id"), "measure", ["scan_id"], unique=False)
    op.create_index(op.f("ix_measure_target_id"), "measure", ["target_id"], unique=False)
    op.create_table(
        "home_link",
        sa.Column("target_id", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_home_link_target_id_target")),
        sa.PrimaryKeyConstraint("target_id", "url", name=op.f("pk_home_link")),
    )


def _create_tickets() -> None:
    """From a finding to an order to a proven repair."""
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("relapses", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(32), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_review_finding_id_finding")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_review_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("finding_id", "turn", name=op.f("uq_review_finding_id")),
    )
    op.create_index(op.f("ix_review_finding_id"), "review", ["finding_id"], unique=False)
    op.create_index(op.f("ix_review_office_id"), "review", ["office_id"], unique=False)
    op.create_table(
        "ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("severity", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("issued", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.String(), nullable=False),
        sa.Column("automatic", sa.Boolean(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("mail", sa.String(), nullable=False),
        sa.Column("answered", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("closed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_ticket_office_id_office")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_ticket_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("office_id", "number", name=op.f("uq_ticket_office_id")),
    )
    op.create_index(op.f("ix_ticket_indicator"), "ticket", ["indicator"], unique=False)
    op.create_index(op.f("ix_ticket_office_id"), "ticket", ["office_id"], unique=False)
    op.create_index(op.f("ix_ticket_unit_id"), "ticket", ["unit_id"], unique=False)
    op.create_table(
        "ticket_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("checked", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_ticket_item_finding_id_finding")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_item_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_item")),
        sa.UniqueConstraint("ticket_id", "finding_id", name=op.f("uq_ticket_item_ticket_id")),
    )
    op.create_index(op.f("ix_ticket_item_finding_id"), "ticket_item", ["finding_id"], unique=False)
    op.create_index(op.f("ix_ticket_item_ticket_id"), "ticket_item", ["ticket_id"], unique=False)
    op.create_table(
        "ticket_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(32), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_step_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_step")),
    )
    op.create_index(op.f("ix_ticket_step_ticket_id"), "ticket_step", ["ticket_id"], unique=False)


def _create_operation() -> None:
    """Turns that machines share, and sums of visits."""
    op.create_table(
        "turn",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("next", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rests", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_turn")),
    )
    op.create_table(
        "probe_sum",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("origin_id", sa.Integer(), nullable=False),
        sa.Column("span", sa.String(32), nullable=False),
        sa.Column("start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("slowest", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_probe_sum_office_id_office")),
        sa.ForeignKeyConstraint(["origin_id"], ["origin.id"], name=op.f("fk_probe_sum_origin_id_origin")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_probe_sum")),
        sa.UniqueConstraint("origin_id", "span", "start", name=op.f("uq_probe_sum_origin_id")),
    )
    op.create_index(op.f("ix_probe_sum_office_id"), "probe_sum", ["office_id"], unique=False)
    op.create_index(op.f("ix_probe_sum_origin_id"), "probe_sum", ["origin_id"], unique=False)
    op.create_index(op.f("ix_probe_sum_start"), "probe_sum", ["start"], unique=False)
