"""Inserting and changing many rows of one table, in the quickest way that each database has."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db import connection, models

from integration.sealed.fields import SealedTextField

BATCH = 5_000
Values = Sequence[Any]


def new_ids(model: type[models.Model], count: int) -> Iterator[int]:
    """As many ids as new rows need, so that rows which refer to them can be written without reading them again."""
    name = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [name, count]
            )
            return iter([number for (number,) in cursor.fetchall()])
        # Nobody else writes during a transaction; the counter follows the ids that are inserted.
        cursor.execute("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = %s", [name])
        (last,) = cursor.fetchone()
        return iter(range(last + 1, last + 1 + count))


def insert(model: type[models.Model], fields: Sequence[models.Field], rows: Iterable[Values]) -> None:
    """Insert rows given as values of the fields in their order."""
    quote = connection.ops.quote_name
    table, columns = quote(model._meta.db_table), ", ".join(quote(field.column) for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Django knows nothing of copying, so it must be told to translate the errors.
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in _sealed(fields, rows):
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(fields))
        _many(cursor, f"INSERT INTO {table} ({columns}) VALUES ({marks})", _sealed(fields, rows))  # noqa: S608  (names of our own tables)


def change(model: type[models.Model], fields: Sequence[models.Field], rows: Iterable[Values]) -> None:
    """Change rows given as values of the fields in their order, and then the id."""
    quote = connection.ops.quote_name
    setting = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    sql = f"UPDATE {quote(model._meta.db_table)} SET {setting} WHERE {quote('id')} = %s"  # noqa: S608  (as above)
    with connection.cursor() as cursor:
        _many(cursor, sql, _sealed(fields, rows))


def _sealed(fields: Sequence[models.Field], rows: Iterable[Values]) -> Iterable[Values]:
    """What only the product reads is sealed here, as it is wherever a row is saved."""
    places = [at for at, field in enumerate(fields) if isinstance(field, SealedTextField)]
    return (_sealed_at(places, fields, row) for row in rows) if places else rows


def _sealed_at(places: Sequence[int], fields: Sequence[models.Field], row: Values) -> Values:
    values = list(row)
    for at in places:
        values[at] = fields[at].get_db_prep_save(values[at], connection)
    return values


def _many(cursor: Any, sql: str, rows: Iterable[Values]) -> None:
    remaining = iter(rows)
    adapted = (tuple(map(_adapted, row)) for row in remaining) if connection.vendor == "sqlite" else remaining
    while batch := list(islice(adapted, BATCH)):
        cursor.executemany(sql, batch)


def _adapted(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else value
