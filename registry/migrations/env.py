"""Run by Alembic for every migration, on the connection that ``registry.migrate`` hands over."""

from alembic import context

from registry.models import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,  # SQLite changes a column only by rebuilding its table
)
with context.begin_transaction():
    context.run_migrations()
