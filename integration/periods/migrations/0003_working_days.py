"""Working days on PostgreSQL."""

from typing import Any

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION working_days_after(start date, count integer, state text, free jsonb) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT CASE WHEN count < 1 THEN start ELSE (
            SELECT start + number FROM generate_series(1, 2 * count + 30) number
            WHERE extract(isodow FROM start + number) < 6
                AND NOT free -> '' ? to_char(start + number, 'YYYY-MM-DD')
                AND NOT free -> state ? to_char(start + number, 'YYYY-MM-DD')
            ORDER BY number OFFSET count - 1 LIMIT 1) END $$;
"""
REMOVAL = "DROP FUNCTION IF EXISTS working_days_after(date, integer, text, jsonb)"


def create(_apps: Any, schema_editor: Any) -> None:
    """SQLite gets the function with each connection instead."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)


def drop(_apps: Any, schema_editor: Any) -> None:
    """Undo `create`."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(REMOVAL)


class Migration(migrations.Migration):
    """What falls due so many working days after another day."""

    dependencies = [("periods", "0002_trigrams")]
    operations = [migrations.RunPython(create, drop)]
