"""Reading many things as they were at one moment."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """Everything read inside is seen at one moment; nobody waits for it, and it waits for nobody."""
    with _begun_by_reading(), transaction.atomic(durable=True):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def _begun_by_reading() -> Iterator[None]:
    """SQLite: a transaction usually begins with the one right to write, which a reader must not hold."""
    if connection.vendor != "sqlite":
        yield
        return
    # Opening the connection sets its mode, so it has to be open before the mode is changed.
    connection.ensure_connection()
    usual = connection.transaction_mode
    connection.transaction_mode = "DEFERRED"
    try:
        yield
    finally:
        connection.transaction_mode = usual
