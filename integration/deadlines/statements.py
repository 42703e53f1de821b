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
from integration.deadlines.tuning import tuning_of
from integration.journal.services import is_one_of, list_of
from integration.periods.months import EARLIEST, LATEST

KINDS_AND_DAYS = 200
_TAKEN = (*COLUMNS, "words")
_FOLLOWING = ("enrolment", "participant", "organisation_id", "reason", "details", "words")

# Each fact with how many days before its day it is shown, and the words that people at work have for it.
_PLAIN = "SELECT fact.*, COALESCE(fact.fact_own_lead, %s) AS fact_lead, '' AS fact_words FROM ({facts}) fact"
_TUNED = """
SELECT fact.*, COALESCE(tuned.lead_days, fact.fact_own_lead, %s) AS fact_lead, COALESCE(tuned.words, '') AS fact_words
FROM ({facts}) fact LEFT JOIN ({tuning}) tuned ON tuned.of_enrolment = fact.fact_enrolment
WHERE tuned.turned_on IS NULL OR tuned.turned_on
"""

# The facts are found first and looked at afterwards: written out wherever a day of theirs is used, planning them would cost
# more than finding those of one person.
_FOUND = "WITH fact AS MATERIALIZED (SELECT fact.* FROM ({facts}) fact WHERE {of_facts})"

# Rows that stand as the facts say are left out before the insertion: a run that finds nothing new writes nothing.
_OPEN = """
INSERT INTO deadlines_deadline (kind, {columns}, shown_on, state, first_seen_at, changed_at, revision)
{found}
SELECT %s, {taken}, add_days(fact.fact_due_on, -fact.fact_lead), 'open', %s, %s, COALESCE((
    SELECT MAX(other.revision) + 1 FROM deadlines_deadline other
    WHERE other.kind = %s AND other.subject = fact.fact_subject
), 0)
FROM fact LEFT JOIN deadlines_deadline standing
    ON standing.kind = %s AND standing.subject = fact.fact_subject AND standing.due_on = fact.fact_due_on
WHERE fact.fact_due_on BETWEEN %s AND %s AND (standing.id IS NULL OR standing.state <> 'open'
    OR standing.shown_on <> add_days(fact.fact_due_on, -fact.fact_lead) OR {differing})
ORDER BY fact.fact_subject
ON CONFLICT (kind, subject, due_on) DO UPDATE
    SET {following}, shown_on = excluded.shown_on, state = 'open', closed_at = NULL,
        changed_at = excluded.changed_at, revision = excluded.revision
"""

# Each deadline is looked at once, and `IN` is answered from a table of hashes, however few deadlines of the kind the
# database believes to stand: right after an import it believes in none, and would compare each with each.
_CLOSE = """
{found}
UPDATE deadlines_deadline
SET closed_at = %s, state = CASE
    WHEN {settled} THEN 'settled'
    WHEN subject IN (SELECT fact_subject FROM fact WHERE fact_due_on BETWEEN %s AND %s) THEN 'moved'
    ELSE 'withdrawn'
END
WHERE kind = %s AND state = 'open' AND {of_standing} AND (subject, due_on) NOT IN (
    SELECT fact_subject, fact_due_on FROM fact WHERE fact_due_on BETWEEN %s AND %s
)
"""


class Sql(NamedTuple):
    """A piece of SQL and its parameters."""

    text: str
    params: tuple[Any, ...]


@lru_cache(KINDS_AND_DAYS)
def _facts(kind: Kind, today: date, _vendor: str, *, tuned: bool) -> Sql:
    facts = Sql(*kind.facts(today).query.sql_with_params())
    if not tuned:
        return Sql(_PLAIN.format(facts=facts.text), (kind.lead_days, *facts.params))
    tuning = Sql(*tuning_of(kind.code).query.sql_with_params())
    text = _TUNED.format(facts=facts.text, tuning=tuning.text)
    return Sql(text, (kind.lead_days, *facts.params, *tuning.params))


@lru_cache(KINDS_AND_DAYS)
def _settled(kind: Kind, today: date, _vendor: str) -> Sql:
    query = Deadline.objects.filter(kind.settled(today)).order_by().query
    text, params = query.get_compiler(connection=connection).compile(query.where)
    return Sql(text, tuple(params))


def _of(column: str, enrolments: Sequence[int] | None) -> Sql:
    """A condition, or none."""
    return Sql("TRUE", ()) if enrolments is None else Sql(f"{column} {is_one_of()}", (list_of(enrolments),))


def _found(kind: Kind, today: date, enrolments: Sequence[int] | None, *, tuned: bool) -> Sql:
    facts = _facts(kind, today, connection.vendor, tuned=tuned)
    of_facts = _of("fact.fact_enrolment", enrolments)
    return Sql(_FOUND.format(facts=facts.text, of_facts=of_facts.text), (*facts.params, *of_facts.params))


def opening(kind: Kind, today: date, enrolments: Sequence[int] | None, now: datetime, *, tuned: bool) -> Sql:
    """Insert what falls due by the facts, and bring up to date what stands differently."""
    found = _found(kind, today, enrolments, tuned=tuned)
    text = _OPEN.format(
        found=found.text,
        columns=", ".join(_TAKEN),
        taken=", ".join(f"fact.{PREFIX}{column}" for column in _TAKEN),
        differing=" OR ".join(f"standing.{column} <> fact.{PREFIX}{column}" for column in _FOLLOWING),
        following=", ".join(f"{column} = excluded.{column}" for column in _FOLLOWING),
    )
    taken = (kind.code, _moment(now), _moment(now), kind.code)
    return Sql(text, (*found.params, *taken, kind.code, *_calendar()))


def closing(kind: Kind, today: date, enrolments: Sequence[int] | None, now: datetime, *, tuned: bool) -> Sql:
    """Close what stands without a fact: settled, moved to another day, or else withdrawn."""
    found = _found(kind, today, enrolments, tuned=tuned)
    settled = _settled(kind, today, connection.vendor)
    of_standing = _of("enrolment", enrolments)
    text = _CLOSE.format(settled=settled.text, found=found.text, of_standing=of_standing.text)
    changed = (_moment(now), *settled.params, *_calendar())
    return Sql(text, (*found.params, *changed, kind.code, *of_standing.params, *_calendar()))


def _calendar() -> tuple[Any, Any]:
    """The first and the last day that can be written; a fact without a day, or with one outside, is none."""
    day = Deadline._meta.get_field("due_on")
    return day.get_db_prep_value(EARLIEST, connection), day.get_db_prep_value(LATEST, connection)


def _moment(now: datetime) -> Any:
    return Deadline._meta.get_field("closed_at").get_db_prep_value(now, connection)
