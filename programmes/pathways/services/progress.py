"""Deriving what lists of enrolments are sorted and narrowed by (`models.Progress`)."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection, transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.db.models.functions import Left
from django.utils import timezone

from integration.journal.services import is_one_of, list_of
from programmes.participants.levels import certified_rank
from programmes.participants.papers import paper, paper_end, people_of_the_day
from programmes.pathways.models import Enrolment, PhaseEntry, Progress
from programmes.pathways.models.progress import NAME_SORTED

BATCH = 10_000

_OF_ENROLMENT = ("cohort_id", "entered_on", "ended_on", "between_phases", "planned_end_on")
_OF_PERSON = ("name", "paper", "paper_end_on", "certified_rank")
_COLUMNS = (*_OF_ENROLMENT, *_OF_PERSON)

_DERIVE = """
INSERT INTO pathways_progress (enrolment_id, {columns}, changed_at)
SELECT fact.id, {taken}, %s
FROM ({facts}) fact
WHERE fact.id {ids}
ON CONFLICT (enrolment_id) DO UPDATE SET {following}, changed_at = excluded.changed_at
"""

_DERIVE_OF_PERSON = """
UPDATE pathways_progress
SET {of_person}
FROM ({facts}) fact
WHERE fact.id = pathways_progress.enrolment_id AND fact.id {ids}
"""

_WRITTEN_OUT = {
    "columns": ", ".join(_COLUMNS),
    "taken": ", ".join(f"fact.of_{column}" for column in _COLUMNS),
    "following": ", ".join(f"{column} = excluded.{column}" for column in _COLUMNS),
    "of_person": ", ".join(f"{column} = fact.of_{column}" for column in _OF_PERSON),
}


@transaction.atomic
def rebuild_progress(enrolment_ids: Sequence[int]) -> None:
    """Note that these enrolments, or something in them, changed just now, and derive the rest anew."""
    now: Any = Progress._meta.get_field("changed_at").get_db_prep_save(timezone.now(), connection)
    _run(_DERIVE, [now], enrolment_ids)


@transaction.atomic
def rebuild_of_people(people: Sequence[int]) -> None:
    """Derive anew what these people are called and what counts of their papers, in whatever they are enrolled.

    A second time changes nothing.
    """
    for begin in range(0, len(people), BATCH):
        rows = Enrolment.objects.filter(participant__in=people[begin : begin + BATCH]).order_by("pk")
        _run(_DERIVE_OF_PERSON, [], list(rows.values_list("pk", flat=True)))


def let_papers_count(day: date | None = None) -> None:
    """The papers whose day has come. A second time changes nothing."""
    rebuild_of_people(sorted(people_of_the_day(day or timezone.localdate())))


def _run(statement: str, begin_with: list[Any], enrolment_ids: Sequence[int]) -> None:
    facts, params = _facts(timezone.localdate(), connection.vendor)
    text = statement.format(facts=facts, ids=is_one_of(), **_WRITTEN_OUT)
    with connection.cursor() as cursor:
        for begin in range(0, len(enrolment_ids), BATCH):
            ids = list_of(enrolment_ids[begin : begin + BATCH])
            cursor.execute(text, [*begin_with, *params, ids])


@lru_cache(2)
def _facts(today: date, _vendor: str) -> tuple[str, tuple[Any, ...]]:
    """Of every enrolment; written out once a day, since putting it together costs more than asking for one."""
    entries = PhaseEntry.objects.filter(enrolment=OuterRef("pk"), ended_on=None, parallel=False)
    facts = {
        "cohort_id": F("cohort"),
        "entered_on": F("entered_on"),
        "ended_on": F("ended_on"),
        "between_phases": ExpressionWrapper(Q(ended_on=None) & ~Exists(entries), BooleanField()),
        "planned_end_on": Subquery(entries.order_by("-started_on").values("planned_end_on")[:1]),
        "name": Left("participant__search_name", NAME_SORTED),
        "paper": paper("participant", today),
        "paper_end_on": paper_end("participant", today),
        "certified_rank": certified_rank("participant", today),
    }
    rows = Enrolment.objects.order_by().values("id", **{f"of_{column}": facts[column] for column in _COLUMNS})
    return rows.query.sql_with_params()
