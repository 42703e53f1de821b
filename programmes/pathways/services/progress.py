"""Deriving what lists of enrolments are sorted by (`models.Progress`)."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from integration.journal.services import is_one_of, list_of
from programmes.pathways.models import Progress

BATCH = 10_000

_DERIVE = """
INSERT INTO pathways_progress (enrolment_id, planned_end_on, changed_at)
SELECT e.id, (
    SELECT p.planned_end_on FROM pathways_phaseentry p
    WHERE p.enrolment_id = e.id AND p.ended_on IS NULL AND NOT p.parallel
    ORDER BY p.started_on DESC LIMIT 1
), %s
FROM pathways_enrolment e
WHERE e.id {ids}
ON CONFLICT (enrolment_id) DO UPDATE SET planned_end_on = excluded.planned_end_on, changed_at = excluded.changed_at
"""


@transaction.atomic
def rebuild_progress(enrolment_ids: Sequence[int]) -> None:
    """Note that these enrolments, or something in them, changed just now, and derive the rest anew."""
    now: Any = Progress._meta.get_field("changed_at").get_db_prep_save(timezone.now(), connection)
    with connection.cursor() as cursor:
        for begin in range(0, len(enrolment_ids), BATCH):
            ids = list_of(enrolment_ids[begin : begin + BATCH])
            cursor.execute(_DERIVE.format(ids=is_one_of()), [now, ids])
