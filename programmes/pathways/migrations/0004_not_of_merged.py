"""Nothing belongs to a person for whom another record stands, held by PostgreSQL."""

from django.db import migrations

from integration.periods.guards import Guard, create_guard


def of_person(table):
    """Whoever adds something to a person waits for those who merge them."""
    return Guard(
        name=f"{table}_person_guard",
        table=table,
        on="INSERT OR UPDATE OF participant_id",
        locks="FROM participants_participant WHERE id = NEW.participant_id FOR SHARE",
        finds=f"""
            SELECT 'not_of_merged_person'
            FROM {table} x JOIN participants_participant p ON p.id = x.participant_id
            WHERE x.id = NEW.id AND p.merged_into_id IS NOT NULL
        """,
    )


TABLES = ("pathways_enrolment", "participants_languagelevel", "participants_residencedocument")


class Migration(migrations.Migration):
    dependencies = [("pathways", "0003_enrolled"), ("participants", "0003_merged")]
    operations = [create_guard(of_person(table)) for table in TABLES]
