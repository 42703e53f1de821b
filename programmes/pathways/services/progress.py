"""Deriving what lists of enrolments are sorted and narrowed by (`models.Progress`)."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from integration.journal.services import is_one_of, list_of
from programmes.participants.levels import certified_rank
from programmes.participants.papers import paper, paper_end, people_of_the_day
from programmes.pathways.models import Enrolment, PhaseEntry, Progress

BATCH = 10_000

_DERIVE = """
INSERT INTO pathways_progress (enrolment_id, planned_end_on, paper, paper_end_on, certified_rank, changed_at)
SELECT fact.id, fact.planned, fact.kind, fact.last, fact.rank, %s
FROM ({facts}) fact
WHERE fact.id {ids}
ON CONFLICT (enrolment_id) DO UPDATE SET
    planned_end_on = excluded.planned_end_on, paper = excluded.paper, paper_end_on = excluded.paper_end_on,
    certified_rank = excluded.certified_rank, changed_at = excluded.changed_at
"""

_PAPERS = """
UPDATE pathways_progress
SET paper = fact.kind, paper_end_on = fact.last, certified_rank = fact.rank
FROM ({facts}) fact
WHERE fact.id = pathways_progress.enrolment_id AND fact.id {ids}
"""


@transaction.atomic
def rebuild_progress(enrolment_ids: Sequence[int]) -> None:
    """Note that these enrolments, or something in them, changed just now, and derive the rest anew."""
    now: Any = Progress._meta.get_field("changed_at").get_db_prep_save(timezone.now(), connection)
    _run(_DERIVE, [now], enrolment_ids)


@transaction.atomic
def rebuild_papers(people: Sequence[int]) -> None:
    """Derive anew what counts of these people's papers, in whatever they are enrolled. A second time changes nothing."""
    for begin in range(0, len(people), BATCH):
        rows = Enrolment.objects.filter(participant__in=people[begin : begin + BATCH]).order_by("pk")
        _run(_PAPERS, [], list(rows.values_list("pk", flat=True)))


def let_papers_count(day: date | None = None) -> None:
    """The papers whose day has come. A second time changes nothing."""
    rebuild_papers(sorted(people_of_the_day(day or timezone.localdate())))


def _run(statement: str, begin_with: list[Any], enrolment_ids: Sequence[int]) -> None:
    facts, params = _facts(timezone.localdate(), connection.vendor)
    with connection.cursor() as cursor:
        for begin in range(0, len(enrolment_ids), BATCH):
            ids = list_of(enrolment_ids[begin : begin + BATCH])
            cursor.execute(statement.format(facts=facts, ids=is_one_of()), [*begin_with, *params, ids])


@lru_cache(2)
def _facts(today: date, _vendor: str) -> tuple[str, tuple[Any, ...]]:
    """Of every enrolment; written out once a day, since putting it together costs more than asking for one."""
    entries = PhaseEntry.objects.filter(enrolment=OuterRef("pk"), ended_on=None, parallel=False)
    planned = Subquery(entries.order_by("-started_on").values("planned_end_on")[:1])
    facts = Enrolment.objects.order_by().values(
        "id",
        planned=planned,
        kind=paper("participant", today),
        last=paper_end("participant", today),
        rank=certified_rank("participant", today),
    )
    return facts.query.sql_with_params()
