-- Everything that happens to `people` people of one group and a few of another. Each statement ends with an empty line.
CREATE TEMPORARY TABLE sites ON COMMIT DROP AS
SELECT id, code, CASE WHEN code LIKE 'FREMD%%' THEN 1 ELSE 0 END AS other,
       row_number() OVER (PARTITION BY code LIKE 'FREMD%%' ORDER BY id) - 1 AS at
FROM organisations_organisation WHERE kind = 'site' AND code <> 'KLEIN';

INSERT INTO pathways_programme (code, organisation_id, name, description, target_group, success_reasons)
SELECT 'PR-' || code, id, 'Wege in die Ausbildung ' || code, '', '', 'completed|taken_over'
FROM organisations_organisation WHERE kind = 'company';

INSERT INTO pathways_phase
    (code, programme_id, position, name, kind, duration_months, optional, parallel, sponsor_required, minimum_level,
     contact_interval_days, probation_months)
SELECT 'PH-' || p.id || '-' || k.position, p.id, k.position, k.name, k.kind, k.months, false, k.beside, NOT k.beside, k.level,
       k.days, k.probation
FROM pathways_programme p,
     (VALUES (1, 'Praktikum', 'internship', 6, false, '', NULL::int, NULL::int),
             (2, 'Ausbildung', 'training', 36, false, 'b1', 60, 4),
             (3, 'Sprachkurs', 'language_course', 3, true, '', NULL, NULL))
         AS k (position, name, kind, months, beside, level, days, probation);

INSERT INTO pathways_cohort (code, programme_id, label, starts_from, planned_places, planned_places_qualifier)
SELECT 'CO-' || p.id || '-' || y, p.id, 'Herbst ' || y, make_date(y, 9, 1), 20, 'about'
FROM pathways_programme p, generate_series(date_part('year', %(today)s::date)::int - 9, date_part('year', %(today)s::date)::int) AS y;

CREATE TEMPORARY TABLE crowd ON COMMIT DROP AS
SELECT i, (i > %(people)s) AS other,
       CASE WHEN i <= LEAST(%(small)s, %(people)s / 5) THEN (SELECT id FROM organisations_organisation WHERE code = 'KLEIN') ELSE s.id END AS site,
       (%(today)s::date - ((i::bigint * 7919) %% 3650)::int) AS entered
FROM generate_series(1, %(all)s) AS i
JOIN sites s ON s.other = (i > %(people)s)::int
    AND s.at = (i * 31) %% (SELECT count(*) FROM sites t WHERE t.other = (i > %(people)s)::int);

INSERT INTO participants_participant
    (id, code, given_name, family_name, original_script_name, birth_date, birth_date_precision, gender, nationality, email,
     phone, preferred_language, search_name, found_words, found_sounds, found_contacts, alike_name, alike_script, alike_phone,
     enrolled)
SELECT i, 'PE-' || to_char(i, 'FM00000000'), g.name, f.name, f.script || ' ' || g.script, make_date(1985 + i %% 22, 1 + i %% 12, 1), 'day', '', 'SYR',
       'p' || i || '@example.org', '0151' || i, '', f.sort || ' ' || g.sort, ' ' || f.found || ' ' || g.found || ' ',
       ' ' || f.sound || ' ' || g.sound || ' ', ' p' || i || '@example.org 151' || i || ' ',
       f.sound || ' ' || g.sound, '', '151' || i, true
FROM crowd
JOIN names g ON g.part = 'given' AND g.at = (i::bigint * 104729) %% (SELECT count(*) FROM names WHERE part = 'given')
JOIN names f ON f.part = 'family' AND f.at = (i::bigint * 15485863 + i / 97) %% (SELECT count(*) FROM names WHERE part = 'family');

INSERT INTO pathways_enrolment (id, code, participant_id, cohort_id, organisation_id, entered_on, ended_on, end_reason)
SELECT i, 'EN-' || to_char(i, 'FM00000000'), i, c.id, site, entered,
       CASE WHEN entered < %(today)s::date - 1300 OR i %% 12 = 0 THEN LEAST(entered + 1280, %(today)s::date) END,
       CASE WHEN i %% 24 = 12 AND entered < %(today)s THEN 'contract_dissolved'
            WHEN entered < %(today)s::date - 1300 OR i %% 12 = 0 THEN 'taken_over' ELSE '' END
FROM crowd
JOIN organisations_organisation o ON o.id = site
JOIN pathways_programme p ON p.organisation_id = o.parent_id
JOIN pathways_cohort c ON c.programme_id = p.id AND c.starts_from = make_date(GREATEST(date_part('year', entered)::int, date_part('year', %(today)s::date)::int - 9), 9, 1);

INSERT INTO pathways_phaseentry (code, enrolment_id, phase_id, occupation, started_on, planned_end_on, ended_on, outcome, parallel)
SELECT 'EY-' || e.id || '-1', e.id, ph.id, '', e.entered_on, e.entered_on + 180,
       CASE WHEN e.entered_on + 180 < %(today)s THEN LEAST(e.entered_on + 180, e.ended_on) WHEN e.ended_on IS NOT NULL THEN e.ended_on END,
       CASE WHEN e.entered_on + 180 < %(today)s OR e.ended_on IS NOT NULL THEN 'completed' ELSE '' END, false
FROM pathways_enrolment e
JOIN pathways_cohort c ON c.id = e.cohort_id JOIN pathways_phase ph ON ph.programme_id = c.programme_id AND ph.position = 1;

INSERT INTO pathways_phaseentry (code, enrolment_id, phase_id, occupation, started_on, planned_end_on, ended_on, outcome, parallel)
SELECT 'EY-' || e.id || '-2', e.id, ph.id, 'Mechatronik', e.entered_on + 181, e.entered_on + 1275, e.ended_on,
       CASE WHEN e.ended_on IS NULL THEN '' WHEN e.end_reason = 'contract_dissolved' THEN e.end_reason ELSE 'passed' END, false
FROM pathways_enrolment e
JOIN pathways_cohort c ON c.id = e.cohort_id JOIN pathways_phase ph ON ph.programme_id = c.programme_id AND ph.position = 2
WHERE e.entered_on + 181 < COALESCE(e.ended_on, %(today)s) AND e.id %% 40 <> 0;

INSERT INTO pathways_phaseentry (code, enrolment_id, phase_id, occupation, started_on, planned_end_on, ended_on, outcome, parallel)
SELECT 'EY-' || e.id || '-3', e.id, ph.id, '', e.entered_on + 10, e.entered_on + 100, e.entered_on + 100, 'completed', true
FROM pathways_enrolment e
JOIN pathways_cohort c ON c.id = e.cohort_id JOIN pathways_phase ph ON ph.programme_id = c.programme_id AND ph.position = 3
WHERE e.id %% 10 = 0 AND e.entered_on + 100 < COALESCE(e.ended_on, %(today)s);

INSERT INTO pathways_pause (enrolment_id, started_on, ended_on, reason)
SELECT id, entered_on + 20, CASE WHEN id %% 3 = 0 THEN entered_on + 60 ELSE ended_on END, 'illness' FROM pathways_enrolment WHERE id %% 33 = 0;

INSERT INTO pathways_transfer (enrolment_id, "on", organisation_id)
SELECT e.id, e.entered_on + 15, s.id FROM pathways_enrolment e JOIN sites s ON s.other = 0 AND s.at = e.id %% 97
WHERE e.id %% 40 = 0 AND e.id <= %(people)s AND e.id > %(small)s AND e.entered_on + 15 < COALESCE(e.ended_on, %(today)s);

INSERT INTO pathways_exam (enrolment_id, kind, attempt, held_on, result)
SELECT id, 'intermediate', 1, entered_on + 700, 'passed' FROM pathways_enrolment WHERE entered_on + 700 < %(today)s AND id %% 2 = 0;

INSERT INTO sponsorships_sponsor
    (id, code, organisation_id, given_name, family_name, email, trained_on, capacity, volunteer, search_name, found_words)
SELECT e.id, 'SP-' || e.id, e.organisation_id, g.name, f.name, '', e.entered_on, %(each)s, false, f.sort || ' ' || g.sort,
       ' ' || f.found || ' ' || g.found || ' '
FROM pathways_enrolment e
JOIN names g ON g.part = 'given' AND g.at = (e.id * 7907) %% (SELECT count(*) FROM names WHERE part = 'given')
JOIN names f ON f.part = 'family' AND f.at = (e.id * 6997) %% (SELECT count(*) FROM names WHERE part = 'family')
WHERE e.id %% %(each)s = 1;

INSERT INTO sponsorships_sponsorship (sponsor_id, enrolment_id, started_on, ended_on, role, end_reason)
SELECT e.id - (e.id - 1) %% %(each)s, e.id, e.entered_on, e.ended_on, 'sponsor', '' FROM pathways_enrolment e WHERE e.id %% 10 <> 0;

INSERT INTO sponsorships_contact (sponsor_id, enrolment_id, held_on, channel, reached, minutes)
SELECT s.sponsor_id, s.enrolment_id, s.started_on + k * 30, 'phone', true, 20
FROM sponsorships_sponsorship s, generate_series(1, 3) AS k WHERE s.started_on + k * 30 < COALESCE(s.ended_on, %(today)s);

INSERT INTO participants_languagelevel (participant_id, assessed_on, level, evidence, skill)
SELECT i, entered + k * 90, (ARRAY['a2', 'b1', 'b2'])[k + 1], 'certificate', '' FROM crowd, generate_series(0, 1) AS k WHERE i %% 20 <> 0;

INSERT INTO participants_residencedocument
    (code, participant_id, kind, legal_section, issued_on, printed_valid_to, work_permission, restriction)
SELECT 'RD-' || i, i,
       CASE WHEN i %% 24 = 12 THEN 'training_toleration' WHEN i %% 45 = 1 THEN 'toleration' WHEN i %% 45 = 2 THEN 'provisional_effect'
            ELSE 'residence_permit' END,
       '', entered, GREATEST(entered + 30, %(today)s::date - 60 + ((i::bigint * 13) %% 1400)::int),
       CASE WHEN i %% 24 = 12 THEN 'training_only' WHEN i %% 45 = 1 THEN 'none' ELSE 'any' END, ''
FROM crowd WHERE i %% 30 <> 0;

INSERT INTO guarantees_retentionguarantee (enrolment_id, given_on, scope, decision, reason, void)
SELECT id, entered_on + 200, 'employer', '', '', false FROM pathways_enrolment WHERE id %% 2 = 0;

INSERT INTO guarantees_employment (enrolment_id, organisation_id, started_on, contract)
SELECT id, organisation_id, ended_on + 1, 'permanent' FROM pathways_enrolment
WHERE ended_on < %(today)s AND id %% 3 = 0 AND end_reason = 'taken_over';

SELECT setval(pg_get_serial_sequence('participants_participant', 'id'), max(id)) FROM participants_participant;

SELECT setval(pg_get_serial_sequence('pathways_enrolment', 'id'), max(id)) FROM pathways_enrolment;

SELECT setval(pg_get_serial_sequence('sponsorships_sponsor', 'id'), max(id)) FROM sponsorships_sponsor
