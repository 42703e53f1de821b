"""What spans the rows of a journey, held by PostgreSQL."""

from django.db import migrations

from integration.periods.guards import Guard, create_guard

WAIT_FOR_ENROLMENT = "FROM pathways_enrolment WHERE id = NEW.enrolment_id FOR SHARE"

ENROLMENT = Guard(
    name="enrolment_guard",
    table="pathways_enrolment",
    on="INSERT OR UPDATE OF participant_id, organisation_id, entered_on",
    finds="""
        SELECT CASE
            WHEN p.birth_date > e.entered_on THEN 'enrolment_not_before_birth'
            WHEN o.kind NOT IN ('company', 'site') THEN 'enrolment_at_site_or_company'
        END
        FROM pathways_enrolment e
        JOIN participants_participant p ON p.id = e.participant_id
        JOIN organisations_organisation o ON o.id = e.organisation_id
        WHERE e.id = NEW.id
    """,
)
BIRTH = Guard(
    name="birth_guard",
    table="participants_participant",
    on="UPDATE OF birth_date",
    when="NEW.birth_date IS DISTINCT FROM OLD.birth_date",
    finds="""
        SELECT 'enrolment_not_before_birth'
        FROM pathways_enrolment e JOIN participants_participant p ON p.id = e.participant_id
        WHERE p.id = NEW.id AND e.entered_on < p.birth_date
        LIMIT 1
    """,
)
PLACE = Guard(
    name="place_guard",
    table="organisations_organisation",
    on="UPDATE OF kind",
    when="NEW.kind <> OLD.kind",
    finds="""
        SELECT 'enrolment_at_site_or_company'
        FROM organisations_organisation o
        WHERE o.id = NEW.id AND o.kind NOT IN ('company', 'site')
          AND (EXISTS (SELECT FROM pathways_enrolment e WHERE e.organisation_id = o.id)
            OR EXISTS (SELECT FROM pathways_transfer t WHERE t.organisation_id = o.id))
    """,
)
CONTENTS = Guard(
    name="enrolment_contents_guard",
    table="pathways_enrolment",
    on="UPDATE OF entered_on, ended_on, cohort_id",
    when="(NEW.entered_on, NEW.ended_on, NEW.cohort_id) IS DISTINCT FROM (OLD.entered_on, OLD.ended_on, OLD.cohort_id)",
    finds="""
        SELECT CASE
            WHEN EXISTS (SELECT FROM pathways_phaseentry x WHERE x.enrolment_id = e.id
                AND (x.started_on < e.entered_on OR x.started_on > e.ended_on OR x.ended_on > e.ended_on))
                THEN 'entry_within_enrolment'
            WHEN e.ended_on IS NOT NULL
                AND EXISTS (SELECT FROM pathways_phaseentry x WHERE x.enrolment_id = e.id AND x.ended_on IS NULL)
                THEN 'entry_closed_with_enrolment'
            WHEN EXISTS (SELECT FROM pathways_phaseentry x JOIN pathways_phase f ON f.id = x.phase_id
                WHERE x.enrolment_id = e.id AND f.programme_id <> c.programme_id) THEN 'entry_of_own_programme'
            WHEN EXISTS (SELECT FROM pathways_pause x WHERE x.enrolment_id = e.id
                AND (x.started_on < e.entered_on OR x.started_on > e.ended_on OR x.ended_on > e.ended_on))
                THEN 'pause_within_enrolment'
            WHEN EXISTS (SELECT FROM pathways_transfer x WHERE x.enrolment_id = e.id
                AND (x."on" < e.entered_on OR x."on" > e.ended_on)) THEN 'transfer_within_enrolment'
            WHEN EXISTS (SELECT FROM pathways_exam x WHERE x.enrolment_id = e.id
                AND (x.held_on < e.entered_on OR x.held_on > e.ended_on)) THEN 'exam_within_enrolment'
        END
        FROM pathways_enrolment e JOIN pathways_cohort c ON c.id = e.cohort_id
        WHERE e.id = NEW.id
    """,
)
ENTRY = Guard(
    name="entry_guard",
    table="pathways_phaseentry",
    on="INSERT OR UPDATE OF enrolment_id, phase_id, started_on, ended_on, parallel",
    locks=WAIT_FOR_ENROLMENT,
    finds="""
        SELECT CASE
            WHEN x.started_on < e.entered_on OR x.started_on > e.ended_on OR x.ended_on > e.ended_on
                THEN 'entry_within_enrolment'
            WHEN x.ended_on IS NULL AND e.ended_on IS NOT NULL THEN 'entry_closed_with_enrolment'
            WHEN f.programme_id <> c.programme_id THEN 'entry_of_own_programme'
            WHEN f.parallel <> x.parallel THEN 'entry_parallel_as_phase'
        END
        FROM pathways_phaseentry x
        JOIN pathways_phase f ON f.id = x.phase_id
        JOIN pathways_enrolment e ON e.id = x.enrolment_id
        JOIN pathways_cohort c ON c.id = e.cohort_id
        WHERE x.id = NEW.id
    """,
)
PAUSE = Guard(
    name="pause_guard",
    table="pathways_pause",
    on="INSERT OR UPDATE OF enrolment_id, started_on, ended_on",
    locks=WAIT_FOR_ENROLMENT,
    finds="""
        SELECT 'pause_within_enrolment'
        FROM pathways_pause x JOIN pathways_enrolment e ON e.id = x.enrolment_id
        WHERE x.id = NEW.id
          AND (x.started_on < e.entered_on OR x.started_on > e.ended_on OR x.ended_on > e.ended_on)
    """,
)
TRANSFER = Guard(
    name="transfer_guard",
    table="pathways_transfer",
    on='INSERT OR UPDATE OF enrolment_id, "on", organisation_id',
    locks=WAIT_FOR_ENROLMENT,
    finds="""
        SELECT CASE
            WHEN x."on" < e.entered_on OR x."on" > e.ended_on THEN 'transfer_within_enrolment'
            WHEN o.kind NOT IN ('company', 'site') THEN 'transfer_to_site_or_company'
        END
        FROM pathways_transfer x
        JOIN pathways_enrolment e ON e.id = x.enrolment_id
        JOIN organisations_organisation o ON o.id = x.organisation_id
        WHERE x.id = NEW.id
    """,
)
EXAM = Guard(
    name="exam_guard",
    table="pathways_exam",
    on="INSERT OR UPDATE OF enrolment_id, held_on",
    locks=WAIT_FOR_ENROLMENT,
    finds="""
        SELECT 'exam_within_enrolment'
        FROM pathways_exam x JOIN pathways_enrolment e ON e.id = x.enrolment_id
        WHERE x.id = NEW.id AND (x.held_on < e.entered_on OR x.held_on > e.ended_on)
    """,
)
PHASE = Guard(
    name="phase_guard",
    table="pathways_phase",
    on="UPDATE OF programme_id, parallel",
    when="(NEW.programme_id, NEW.parallel) IS DISTINCT FROM (OLD.programme_id, OLD.parallel)",
    finds="""
        SELECT CASE WHEN c.programme_id <> f.programme_id THEN 'entry_of_own_programme' ELSE 'entry_parallel_as_phase' END
        FROM pathways_phase f
        JOIN pathways_phaseentry x ON x.phase_id = f.id
        JOIN pathways_enrolment e ON e.id = x.enrolment_id
        JOIN pathways_cohort c ON c.id = e.cohort_id
        WHERE f.id = NEW.id AND (c.programme_id <> f.programme_id OR x.parallel <> f.parallel)
        LIMIT 1
    """,
)
COHORT = Guard(
    name="cohort_guard",
    table="pathways_cohort",
    on="UPDATE OF programme_id",
    when="NEW.programme_id <> OLD.programme_id",
    finds="""
        SELECT 'entry_of_own_programme'
        FROM pathways_cohort c
        JOIN pathways_enrolment e ON e.cohort_id = c.id
        JOIN pathways_phaseentry x ON x.enrolment_id = e.id
        JOIN pathways_phase f ON f.id = x.phase_id
        WHERE c.id = NEW.id AND f.programme_id <> c.programme_id
        LIMIT 1
    """,
)
GUARDS = (ENROLMENT, BIRTH, PLACE, CONTENTS, ENTRY, PAUSE, TRANSFER, EXAM, PHASE, COHORT)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_guards"), ("participants", "0001_initial"), ("pathways", "0001_initial")]
    operations = [create_guard(guard) for guard in GUARDS]
