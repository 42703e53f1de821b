"""What spans the rows of guarantees and jobs, held by PostgreSQL."""

from django.db import migrations

from integration.periods.guards import Guard, create_guard

WITHOUT_TRAINING = (
    "NOT EXISTS (SELECT FROM pathways_phase f WHERE f.programme_id = {programme} AND f.kind = 'training')"
)

GUARANTEE = Guard(
    name="guarantee_guard",
    table="guarantees_retentionguarantee",
    on="INSERT OR UPDATE OF enrolment_id, given_on",
    finds=f"""
        SELECT CASE
            WHEN p.birth_date > g.given_on THEN 'guarantee_not_before_birth'
            WHEN {WITHOUT_TRAINING.format(programme="c.programme_id")} THEN 'guarantee_of_programme_with_training'
        END
        FROM guarantees_retentionguarantee g
        JOIN pathways_enrolment e ON e.id = g.enrolment_id
        JOIN pathways_cohort c ON c.id = e.cohort_id
        JOIN participants_participant p ON p.id = e.participant_id
        WHERE g.id = NEW.id
    """,
)
EMPLOYMENT = Guard(
    name="employment_guard",
    table="guarantees_employment",
    on="INSERT OR UPDATE OF enrolment_id, started_on",
    finds="""
        SELECT 'employment_not_before_birth'
        FROM guarantees_employment j
        JOIN pathways_enrolment e ON e.id = j.enrolment_id
        JOIN participants_participant p ON p.id = e.participant_id
        WHERE j.id = NEW.id AND j.started_on < p.birth_date
    """,
)
BIRTH = Guard(
    name="birth_before_jobs_guard",
    table="participants_participant",
    on="UPDATE OF birth_date",
    when="NEW.birth_date IS DISTINCT FROM OLD.birth_date",
    finds="""
        SELECT CASE
            WHEN EXISTS (SELECT FROM guarantees_retentionguarantee g JOIN pathways_enrolment e ON e.id = g.enrolment_id
                WHERE e.participant_id = p.id AND g.given_on < p.birth_date) THEN 'guarantee_not_before_birth'
            WHEN EXISTS (SELECT FROM guarantees_employment j JOIN pathways_enrolment e ON e.id = j.enrolment_id
                WHERE e.participant_id = p.id AND j.started_on < p.birth_date) THEN 'employment_not_before_birth'
        END
        FROM participants_participant p
        WHERE p.id = NEW.id
    """,
)
COHORT_OF_ENROLMENT = Guard(
    name="guaranteed_enrolment_guard",
    table="pathways_enrolment",
    on="UPDATE OF cohort_id",
    when="NEW.cohort_id <> OLD.cohort_id",
    finds=f"""
        SELECT 'guarantee_of_programme_with_training'
        FROM guarantees_retentionguarantee g
        JOIN pathways_enrolment e ON e.id = g.enrolment_id
        JOIN pathways_cohort c ON c.id = e.cohort_id
        WHERE e.id = NEW.id AND {WITHOUT_TRAINING.format(programme="c.programme_id")}
        LIMIT 1
    """,
)
PROGRAMME_OF_COHORT = Guard(
    name="guaranteed_cohort_guard",
    table="pathways_cohort",
    on="UPDATE OF programme_id",
    when="NEW.programme_id <> OLD.programme_id",
    finds=f"""
        SELECT 'guarantee_of_programme_with_training'
        FROM guarantees_retentionguarantee g
        JOIN pathways_enrolment e ON e.id = g.enrolment_id
        JOIN pathways_cohort c ON c.id = e.cohort_id
        WHERE c.id = NEW.id AND {WITHOUT_TRAINING.format(programme="c.programme_id")}
        LIMIT 1
    """,
)
LAST_TRAINING = Guard(
    name="guaranteed_training_guard",
    table="pathways_phase",
    on="DELETE OR UPDATE OF kind, programme_id",
    when="OLD.kind = 'training'",
    finds=f"""
        SELECT 'guarantee_of_programme_with_training'
        FROM guarantees_retentionguarantee g
        JOIN pathways_enrolment e ON e.id = g.enrolment_id
        JOIN pathways_cohort c ON c.id = e.cohort_id
        WHERE c.programme_id = OLD.programme_id AND {WITHOUT_TRAINING.format(programme="c.programme_id")}
        LIMIT 1
    """,
)
GUARDS = (GUARANTEE, EMPLOYMENT, BIRTH, COHORT_OF_ENROLMENT, PROGRAMME_OF_COHORT, LAST_TRAINING)


class Migration(migrations.Migration):
    dependencies = [("guarantees", "0001_initial"), ("pathways", "0002_guards")]
    operations = [create_guard(guard) for guard in GUARDS]
