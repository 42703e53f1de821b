"""Calendar functions and the index type of exclusion constraints, on PostgreSQL."""

from typing import Any

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations

FUNCTIONS = """
CREATE OR REPLACE FUNCTION add_days(start date, days integer) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT start + days';
CREATE OR REPLACE FUNCTION anniversary(start date, months integer) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT (start + make_interval(months => months))::date';
CREATE OR REPLACE FUNCTION period_end(start date, months integer) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT (start + make_interval(months => months))::date
            - CASE WHEN extract(day FROM start + make_interval(months => months)) = extract(day FROM start)
                   THEN 1 ELSE 0 END $$;
CREATE OR REPLACE FUNCTION day_mask(start date, stop date, first date, last date) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT CASE WHEN start > last OR stop < first OR stop < start THEN 0::bigint
            ELSE (1::bigint << (LEAST(COALESCE(stop, last), last) - first + 1))
               - (1::bigint << (GREATEST(start, first) - first)) END $$;
"""
REMOVAL = """
DROP FUNCTION IF EXISTS day_mask(date, date, date, date);
DROP FUNCTION IF EXISTS period_end(date, integer);
DROP FUNCTION IF EXISTS anniversary(date, integer);
DROP FUNCTION IF EXISTS add_days(date, integer);
"""


def create(_apps: Any, schema_editor: Any) -> None:
    """SQLite gets these functions with each connection instead."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTIONS)


def drop(_apps: Any, schema_editor: Any) -> None:
    """Undo `create`."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(REMOVAL)


class Migration(migrations.Migration):
    """The ground the other apps' constraints and figures stand on."""

    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [BtreeGistExtension(), migrations.RunPython(create, drop)]
