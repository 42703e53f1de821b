-- The stock and flow of one report, as plainly as SQL can say it: what the report's time is measured against.
-- %(organisation)s is a code, %(first)s and %(as_of)s are the month's days, %(two_years)s is two years before its end.
-- One statement an indicator, each named; every row is (breakdown, key, value), zeros left out.

-- heads
CREATE TEMPORARY TABLE heads ON COMMIT DROP AS
WITH o AS (SELECT id, code FROM organisations_organisation WHERE code = %(organisation)s)
SELECT 'total' AS breakdown, '' AS key, r.organisation_id
FROM o JOIN organisations_reach r ON r.head_id = o.id AND NOT r.alone
UNION ALL
SELECT 'organisation', c.code, r.organisation_id
FROM o
JOIN organisations_organisation c ON c.parent_id = o.id AND c.kind <> 'partner'
JOIN organisations_reach r ON r.head_id = c.id AND NOT r.alone
UNION ALL
SELECT 'organisation', o.code, o.id FROM o;
ANALYZE heads;

-- participants
SELECT h.breakdown, h.key, count(DISTINCT e.participant_id)
FROM heads h
JOIN pathways_affiliation a ON a.organisation_id = h.organisation_id
JOIN pathways_enrolment e ON e.id = a.enrolment_id
WHERE a.started_on <= %(as_of)s AND (a.ended_on IS NULL OR a.ended_on >= %(as_of)s)
GROUP BY h.breakdown, h.key
UNION ALL
SELECT 'programme', p.code, count(DISTINCT e.participant_id)
FROM heads h
JOIN pathways_affiliation a ON a.organisation_id = h.organisation_id
JOIN pathways_enrolment e ON e.id = a.enrolment_id
JOIN pathways_cohort c ON c.id = e.cohort_id
JOIN pathways_programme p ON p.id = c.programme_id
WHERE h.breakdown = 'total' AND a.started_on <= %(as_of)s AND (a.ended_on IS NULL OR a.ended_on >= %(as_of)s)
GROUP BY p.code;

-- supported
SELECT h.breakdown, h.key, count(DISTINCT e.participant_id)
FROM heads h
JOIN pathways_affiliation a ON a.organisation_id = h.organisation_id
JOIN pathways_enrolment e ON e.id = a.enrolment_id
WHERE a.started_on <= %(as_of)s AND (a.ended_on IS NULL OR a.ended_on > %(two_years)s)
GROUP BY h.breakdown, h.key;

-- enrolments
SELECT h.breakdown, h.key, count(*)
FROM heads h
JOIN pathways_affiliation a ON a.organisation_id = h.organisation_id
WHERE a.started_on <= %(as_of)s AND (a.ended_on IS NULL OR a.ended_on >= %(as_of)s)
GROUP BY h.breakdown, h.key
UNION ALL
SELECT 'programme', p.code, count(*)
FROM heads h
JOIN pathways_affiliation a ON a.organisation_id = h.organisation_id
JOIN pathways_enrolment e ON e.id = a.enrolment_id
JOIN pathways_cohort c ON c.id = e.cohort_id
JOIN pathways_programme p ON p.id = c.programme_id
WHERE h.breakdown = 'total' AND a.started_on <= %(as_of)s AND (a.ended_on IS NULL OR a.ended_on >= %(as_of)s)
GROUP BY p.code;

-- inflow
WITH come AS (
    SELECT h.breakdown, h.key, a.enrolment_id
    FROM heads h
    JOIN pathways_affiliation a ON a.organisation_id = h.organisation_id
    WHERE a.started_on BETWEEN %(first)s AND %(as_of)s
      AND NOT EXISTS (
          SELECT 1 FROM heads i
          WHERE i.breakdown = h.breakdown AND i.key = h.key AND i.organisation_id = a.previous_id)
)
SELECT breakdown, key, count(*) FROM come GROUP BY breakdown, key
UNION ALL
SELECT 'programme', p.code, count(*)
FROM come
JOIN pathways_enrolment e ON e.id = come.enrolment_id
JOIN pathways_cohort c ON c.id = e.cohort_id
JOIN pathways_programme p ON p.id = c.programme_id
WHERE come.breakdown = 'total'
GROUP BY p.code;

-- outflow
WITH gone AS (
    SELECT h.breakdown, h.key, a.enrolment_id, a.next_id
    FROM heads h
    JOIN pathways_affiliation a ON a.organisation_id = h.organisation_id
    WHERE a.ended_on BETWEEN %(first)s::date - 1 AND %(as_of)s::date - 1
      AND NOT EXISTS (
          SELECT 1 FROM heads i
          WHERE i.breakdown = h.breakdown AND i.key = h.key AND i.organisation_id = a.next_id)
)
SELECT breakdown, key, count(*) FROM gone GROUP BY breakdown, key
UNION ALL
SELECT 'programme', p.code, count(*)
FROM gone
JOIN pathways_enrolment e ON e.id = gone.enrolment_id
JOIN pathways_cohort c ON c.id = e.cohort_id
JOIN pathways_programme p ON p.id = c.programme_id
WHERE gone.breakdown = 'total'
GROUP BY p.code
UNION ALL
SELECT 'reason', reason, count(*)
FROM (
    SELECT CASE WHEN gone.next_id IS NOT NULL THEN 'transfer_out' ELSE COALESCE(NULLIF(e.end_reason, ''), 'unknown') END
        AS reason
    FROM gone JOIN pathways_enrolment e ON e.id = gone.enrolment_id
    WHERE gone.breakdown = 'total'
) reasons
GROUP BY reason;

-- phase_stock
WITH stock AS (
    SELECT a.enrolment_id
    FROM heads h
    JOIN pathways_affiliation a ON a.organisation_id = h.organisation_id
    WHERE h.breakdown = 'total' AND a.started_on <= %(as_of)s AND (a.ended_on IS NULL OR a.ended_on >= %(as_of)s)
)
SELECT 'phase', f.kind, count(*)
FROM stock s
JOIN pathways_phaseentry x ON x.enrolment_id = s.enrolment_id
JOIN pathways_phase f ON f.id = x.phase_id
WHERE x.started_on <= %(as_of)s AND (x.ended_on IS NULL OR x.ended_on >= %(as_of)s)
GROUP BY f.kind
UNION ALL
SELECT 'phase', 'between_phases', count(*)
FROM stock s
WHERE NOT EXISTS (
    SELECT 1 FROM pathways_phaseentry x
    WHERE x.enrolment_id = s.enrolment_id AND NOT x.parallel
      AND x.started_on <= %(as_of)s AND (x.ended_on IS NULL OR x.ended_on >= %(as_of)s));

-- paused
SELECT 'total', '', count(DISTINCT a.enrolment_id)
FROM heads h
JOIN pathways_affiliation a ON a.organisation_id = h.organisation_id
JOIN pathways_pause u ON u.enrolment_id = a.enrolment_id
WHERE h.breakdown = 'total' AND a.started_on <= %(as_of)s AND (a.ended_on IS NULL OR a.ended_on >= %(as_of)s)
  AND u.started_on <= %(as_of)s AND (u.ended_on IS NULL OR u.ended_on >= %(as_of)s);

-- overdue
SELECT 'total', '', count(*)
FROM heads h
JOIN pathways_affiliation a ON a.organisation_id = h.organisation_id
JOIN pathways_phaseentry x ON x.enrolment_id = a.enrolment_id
WHERE h.breakdown = 'total' AND a.started_on <= %(as_of)s AND (a.ended_on IS NULL OR a.ended_on >= %(as_of)s)
  AND x.started_on <= %(as_of)s AND (x.ended_on IS NULL OR x.ended_on >= %(as_of)s) AND x.planned_end_on < %(as_of)s;
