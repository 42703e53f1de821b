"""The two statements with which the database makes a kind's deadlines say what its facts say.

Written out once a day for each kind: putting the queries together costs more than asking for one person's facts.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection

from integration.deadlines.facts import COLUMNS, PREFIX
from integration.deadlines.kinds import Kind
from integration.deadlines.models import Deadline
from integration.journal.services import is_one_of, list_of

KINDS_AND_DAYS = 200
_FOLLOWING = ("enrolment", "participant", "organisation_id", "reason", "details")

# Rows that stand as the facts say are left out before the insertion: a run that finds nothing new writes nothing.
_OPEN = """
INSERT INTO deadlines_deadline (kind, {columns}, shown_on, state, first_seen_at, changed_at, revision)
SELECT %s, {taken}, add_days(fact.fact_due_on, %s), 'open', %s, %s, COALESCE((
    SELECT MAX(other.revision) + 1 FROM deadlines_deadline other
    WHERE other.kind = %s AND other.subject = fact.fact_subject
), 0)
FROM ({facts}) fact
LEFT JOIN deadlines_deadline standing
    ON standing.kind = %s AND standing.subject = fact.fact_subject AND standing.due_on = fact.fact_due_on
WHERE {of_facts} AND (standing.id IS NULL OR standing.state <> 'open'
    OR standing.shown_on <> add_days(fact.fact_due_on, %s) OR {differing})
ORDER BY fact.fact_subject
ON CONFLICT (kind, subject, due_on) DO UPDATE
    SET {following}, shown_on = excluded.shown_on, state = 'open', closed_at = NULL,
        changed_at = excluded.changed_at, revision = excluded.revision
"""

_CLOSE = """
UPDATE deadlines_deadline
SET closed_at = %s, state = CASE
    WHEN {settled} THEN 'settled'
    WHEN EXISTS (
        SELECT 1 FROM ({facts}) fact WHERE {of_facts} AND fact.fact_subject = deadlines_deadline.subject
    ) THEN 'moved'
    ELSE 'withdrawn' END
WHERE kind = %s AND state = 'open' AND {of_deadlines} AND NOT EXISTS (
    SELECT 1 FROM ({facts}) fact
    WHERE {of_facts} AND fact.fact_subject = deadlines_deadline.subject AND fact.fact_due_on = deadlines_deadline.due_on
)
"""


class Sql(NamedTuple):
    """A piece of SQL and its parameters."""

    text: str
    params: tuple[Any, ...]


@lru_cache(KINDS_AND_DAYS)
def _facts(kind: Kind, today: date, _vendor: str) -> Sql:
    return Sql(*kind.facts(today).query.sql_with_params())


@lru_cache(KINDS_AND_DAYS)
def _settled(kind: Kind, today: date, _vendor: str) -> Sql:
    query = Deadline.objects.filter(kind.settled(today)).order_by().query
    text, params = query.get_compiler(connection=connection).compile(query.where)
    return Sql(text, tuple(params))


def _of(column: str, enrolments: Sequence[int] | None) -> Sql:
    """A condition, or none."""
    return Sql("TRUE", ()) if enrolments is None else Sql(f"{column} {is_one_of()}", (list_of(enrolments),))


def opening(kind: Kind, today: date, enrolments: Sequence[int] | None, now: datetime) -> Sql:
    """Insert what falls due by the facts, and bring up to date what stands differently."""
    facts = _facts(kind, today, connection.vendor)
    of_facts = _of("fact.fact_enrolment", enrolments)
    text = _OPEN.format(
        columns=", ".join(COLUMNS),
        taken=", ".join(f"fact.{PREFIX}{column}" for column in COLUMNS),
        facts=facts.text,
        of_facts=of_facts.text,
        differing=" OR ".join(f"standing.{column} <> fact.{PREFIX}{column}" for column in _FOLLOWING),
        following=", ".join(f"{column} = excluded.{column}" for column in _FOLLOWING),
    )
    lead, moment = -kind.lead_days, _moment(now)
    taken = (kind.code, lead, moment, moment, kind.code)
    return Sql(text, (*taken, *facts.params, kind.code, *of_facts.params, lead))


def closing(kind: Kind, today: date, enrolments: Sequence[int] | None, now: datetime) -> Sql:
    """Close what stands without a fact: settled, moved to another day, or else withdrawn."""
    facts = _facts(kind, today, connection.vendor)
    settled = _settled(kind, today, connection.vendor)
    of_facts = _of("fact.fact_enrolment", enrolments)
    of_deadlines = _of("enrolment", enrolments)
    text = _CLOSE.format(settled=settled.text, facts=facts.text, of_facts=of_facts.text, of_deadlines=of_deadlines.text)
    there = (*facts.params, *of_facts.params)
    return Sql(text, (_moment(now), *settled.params, *there, kind.code, *of_deadlines.params, *there))


def _moment(now: datetime) -> Any:
    return Deadline._meta.get_field("closed_at").get_db_prep_value(now, connection)
