-- What few people have, beside whatever is there, so that every kind falls due for some. Each statement ends with an empty line.
CREATE TEMPORARY TABLE going ON COMMIT DROP AS
SELECT e.id, e.participant_id, e.cohort_id, x.started_on, f.kind, row_number() OVER (PARTITION BY f.kind ORDER BY e.id) AS at
FROM pathways_enrolment e
LEFT JOIN pathways_phaseentry x ON x.enrolment_id = e.id AND x.ended_on IS NULL AND NOT x.parallel
LEFT JOIN pathways_phase f ON f.id = x.phase_id
WHERE e.ended_on IS NULL AND e.entered_on <= %(today)s;

INSERT INTO guarantees_youthrepresentation (enrolment_id, started_on)
SELECT id, started_on FROM going WHERE kind = 'training' AND at %% 40 = 1;

INSERT INTO participants_recognition (participant_id, qualification, complete_on)
SELECT DISTINCT ON (participant_id) participant_id, 'Elektrotechnik', %(today)s::date - (at %% 150)::int
FROM going WHERE at %% 20 = 2;

INSERT INTO sponsorships_handover (sponsorship_id, kind, last_day, note, requested_at)
SELECT s.id, 'end', %(today)s::date + (going.at %% 40)::int, %(note)s, now()
FROM sponsorships_sponsorship s JOIN going ON going.id = s.enrolment_id
WHERE s.ended_on IS NULL AND s.role = 'sponsor' AND going.at %% 60 = 3
  AND NOT EXISTS (SELECT FROM sponsorships_handover h WHERE h.sponsorship_id = s.id);

INSERT INTO pathways_exam (enrolment_id, kind, attempt, held_on, result)
SELECT id, 'final', 1, %(today)s::date + (CASE at %% 3 WHEN 0 THEN -40 WHEN 1 THEN -15 ELSE 1 END + at %% 20)::int,
       CASE at %% 3 WHEN 0 THEN 'failed' ELSE '' END
FROM going
WHERE kind = 'training' AND at %% 10 = 4 AND started_on < %(today)s::date - 100
  AND NOT EXISTS (SELECT FROM pathways_exam x WHERE x.enrolment_id = going.id AND x.kind IN ('final', 'final_part_2'));

-- Between two phases, with a training ahead that a toleration is to be applied for.
INSERT INTO pathways_phaseentry (code, enrolment_id, phase_id, started_on, planned_end_on, parallel)
SELECT 'RARE-' || going.id, going.id, f.id, begins, begins + 1095, false
FROM going
JOIN pathways_cohort c ON c.id = going.cohort_id
JOIN LATERAL (SELECT id FROM pathways_phase WHERE programme_id = c.programme_id AND kind = 'training' AND NOT parallel
              ORDER BY position LIMIT 1) f ON true,
LATERAL (SELECT %(today)s::date + 120 + (going.at %% 150)::int AS begins) soon
WHERE going.kind IS NULL AND going.at %% 2 = 0;

INSERT INTO participants_residencedocument (code, participant_id, kind, issued_on, printed_valid_to, work_permission)
SELECT 'RARE-' || id, participant_id, 'toleration', %(today)s::date - 1, %(today)s::date + 180, 'none'
FROM going WHERE kind IS NULL AND at %% 2 = 0;

-- Back for another try, and no phase is planned yet.
INSERT INTO pathways_enrolment (code, participant_id, cohort_id, organisation_id, entered_on)
SELECT 'RARE-' || e.id, e.participant_id, e.cohort_id, e.organisation_id, %(today)s::date - (e.id %% 20)::int
FROM pathways_enrolment e
WHERE e.ended_on < %(today)s::date - 30 AND e.id %% 50 = 7
  AND NOT EXISTS (SELECT FROM pathways_enrolment o WHERE o.participant_id = e.participant_id AND o.id <> e.id)
