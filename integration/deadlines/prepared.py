"""Statements for a few people that PostgreSQL plans once on a connection: planning takes longer than answering."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

from integration.deadlines.kinds import Kind
from integration.deadlines.statements import KINDS_AND_DAYS, Sql
from integration.journal.services import list_of

FEW = 10
"""For no more enrolments than these."""
MOST = 200
"""So many on a connection, then it begins anew: those of all kinds for some days."""

# Stand for the enrolments and the moment while a statement is written out.
_ANYBODY, _ANY_TIME = (-1,), datetime(1, 1, 1, tzinfo=UTC)

_prepared: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


def prepared(
    statement: Callable[..., Sql], kind: Kind, today: date, enrolments: Sequence[int], now: datetime, *, tuned: bool
) -> Sql:
    """What to execute instead of a statement for these people.

    Not by the library's own prepared statements, which every transaction that is rolled back makes it forget.
    """
    name, text = _written_out(statement, kind, today, tuned=tuned)
    known = _prepared.setdefault(connection.connection, set())
    if len(known) >= MOST:
        connection.connection.execute("DEALLOCATE ALL")
        known.clear()
    if name not in known:
        connection.connection.execute(f"PREPARE {name} (bigint[], timestamptz) AS {text}")
        known.add(name)
    return Sql(f"EXECUTE {name} (%s, %s)", (list_of(enrolments), now))


@lru_cache(2 * KINDS_AND_DAYS)
def _written_out(statement: Callable[..., Sql], kind: Kind, today: date, *, tuned: bool) -> tuple[str, str]:
    """Its name, and its text, which says all but whom it is about (`$1`) and when (`$2`)."""
    text = _literally(*statement(kind, today, _ANYBODY, _ANY_TIME, tuned=tuned))
    text = text.replace(_literally("%s", (list_of(_ANYBODY),)), "$1").replace(_literally("%s", (_ANY_TIME,)), "$2")
    return f"{statement.__name__}_{kind.code}_{sha256(text.encode()).hexdigest()[:12]}", text


def _literally(text: str, params: tuple[Any, ...]) -> str:
    with connection.cursor() as cursor:
        written: str = cursor.mogrify(text, params)
    return written
