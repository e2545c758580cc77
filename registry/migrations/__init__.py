"""Alembic migrations of the books."""
