"""What only PostgreSQL has: indexes built while others go on writing, and closer statistics."""

from typing import Any

from django.db.migrations import RunPython

CLOSELY, AS_USUAL = 1_000, -1


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


def look_closely(*, table: str, column: str) -> RunPython:
    """A migration's operation that lets the database remember more of how often each value of a column is there.

    Whether few or very many rows are asked for decides how it looks for them.
    """

    def remember(target: int) -> Any:
        def alter(_apps: Any, schema_editor: Any) -> None:
            if schema_editor.connection.vendor == "postgresql":
                schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS {target}")

        return alter

    return RunPython(remember(CLOSELY), remember(AS_USUAL))
