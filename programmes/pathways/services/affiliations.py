"""Deriving from day to day to which organisation an enrolment belongs (INDICATORS.md, "Scope"), and who is enrolled."""

from collections.abc import Sequence

from django.db import connection, transaction

from integration.journal.services import is_one_of, list_of

BATCH = 10_000

# A transfer on the first day counts from the start: the organisation of the enrolment then has no day at all.
_DERIVE = """
INSERT INTO pathways_affiliation (enrolment_id, cohort_id, organisation_id, started_on, ended_on, previous_id, next_id)
SELECT enrolment_id, cohort_id, organisation_id, started_on,
       COALESCE(add_days(LEAD(started_on) OVER journey, -1), ended_on),
       LAG(organisation_id) OVER journey,
       LEAD(organisation_id) OVER journey
FROM (
    SELECT e.id AS enrolment_id, e.cohort_id, e.organisation_id, e.entered_on AS started_on, e.ended_on
    FROM pathways_enrolment e
    WHERE e.id {ids}
      AND NOT EXISTS (SELECT 1 FROM pathways_transfer t WHERE t.enrolment_id = e.id AND t."on" <= e.entered_on)
    UNION ALL
    SELECT e.id, e.cohort_id, t.organisation_id, t."on", e.ended_on
    FROM pathways_enrolment e JOIN pathways_transfer t ON t.enrolment_id = e.id
    WHERE e.id {ids}
) moves
WINDOW journey AS (PARTITION BY enrolment_id ORDER BY started_on)
"""


_FORGET = "DELETE FROM pathways_affiliation WHERE enrolment_id {ids}"

# Also of those to whom an enrolment belonged before it was corrected or deleted.
_PEOPLE = """
UPDATE participants_participant
SET enrolled = NOT enrolled
WHERE enrolled <> EXISTS (SELECT 1 FROM pathways_enrolment e WHERE e.participant_id = participants_participant.id)
  AND id IN (
    SELECT participant_id FROM pathways_enrolment WHERE id {ids}
    UNION SELECT participant_id FROM pathways_historicalenrolment WHERE id {ids}
  )
"""


@transaction.atomic
def rebuild_affiliations(enrolment_ids: Sequence[int]) -> None:
    """Derive the affiliations of these enrolments anew, and whether their people are enrolled. A second time changes nothing that can be seen."""
    with connection.cursor() as cursor:
        for begin in range(0, len(enrolment_ids), BATCH):
            ids = list_of(enrolment_ids[begin : begin + BATCH])
            cursor.execute(_FORGET.format(ids=is_one_of()), [ids])
            cursor.execute(_DERIVE.format(ids=is_one_of()), [ids, ids])
            cursor.execute(_PEOPLE.format(ids=is_one_of()), [ids, ids])
