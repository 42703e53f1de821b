"""Indexes that only PostgreSQL has, built while others go on writing."""

from typing import Any

from django.db.migrations import RunPython


def create_trigram_index(name: str, *, table: str, column: str) -> RunPython:
    """A migration's operation (of one that is not `atomic`) that lets parts of words be found by threes of their letters."""

    def create(_apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} ON {table} USING gin ({column} gin_trgm_ops)"
            )

    def drop(_apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")

    return RunPython(create, drop)
