"""Rows by plain statements: without import, without any model's `save`, and without a constraint being asked."""

from pathlib import Path
from typing import Any

import psycopg.sql
from django.apps import apps
from django.db import connection
from django.db.backends.utils import CursorWrapper


def prepare(cursor: CursorWrapper) -> None:
    """Let the database fill in what models do by themselves, so that the statements name only what they are about."""
    name = connection.ops.quote_name
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            value = None if field.null or field.primary_key else field.get_default()
            if isinstance(value, str | bool | int):
                column = f"ALTER TABLE {name(model._meta.db_table)} ALTER COLUMN {name(field.column)}"
                cursor.execute(f"{column} SET DEFAULT {psycopg.sql.quote(value)}")
    # A superuser may leave out triggers and foreign keys: the rows are sound by construction.
    cursor.execute("SET LOCAL session_replication_role = replica")


def run(cursor: CursorWrapper, path: Path, params: dict[str, Any]) -> None:
    """The statements of a file, which are divided by empty lines."""
    for statement in path.read_text(encoding="utf-8").split(";\n\n"):
        cursor.execute(statement, params)
