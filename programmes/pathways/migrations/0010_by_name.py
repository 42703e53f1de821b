"""Lists of people are read in the order of the names from one index that holds all by which they are narrowed."""

import django.db.models.deletion
from django.db import migrations, models

# As `services.progress` says.
FILL = """
UPDATE pathways_progress SET
    name = SUBSTR(p.search_name, 1, 100), cohort_id = e.cohort_id, entered_on = e.entered_on, ended_on = e.ended_on,
    between_phases = (e.ended_on IS NULL AND NOT EXISTS (
        SELECT 1 FROM pathways_phaseentry f WHERE f.enrolment_id = e.id AND f.ended_on IS NULL AND NOT f.parallel
    ))
FROM pathways_enrolment e JOIN participants_participant p ON p.id = e.participant_id
WHERE e.id = pathways_progress.enrolment_id
"""


def cohort(**options):
    return models.ForeignKey(
        db_index=False,
        on_delete=django.db.models.deletion.CASCADE,
        related_name="+",
        to="pathways.cohort",
        **options,
    )


COLUMNS = {
    "name": lambda **options: models.CharField(max_length=100, **options),
    "cohort": cohort,
    "entered_on": models.DateField,
    "between_phases": models.BooleanField,
}


class Migration(migrations.Migration):
    dependencies = [("pathways", "0009_assessments"), ("participants", "0004_alike")]

    operations = [
        *(migrations.AddField("progress", name, field(null=True)) for name, field in COLUMNS.items()),
        migrations.AddField("progress", "ended_on", models.DateField(null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        *(migrations.AlterField("progress", name, field()) for name, field in COLUMNS.items()),
        migrations.RemoveIndex("progress", "progress_by_change"),
        migrations.AddIndex("progress", models.Index(fields=["-changed_at", "-enrolment"], name="progress_by_change")),
        migrations.AddIndex(
            "progress",
            models.Index(
                fields=["name", "-enrolment"],
                include=[
                    "cohort",
                    "entered_on",
                    "ended_on",
                    "between_phases",
                    "planned_end_on",
                    "paper",
                    "paper_end_on",
                    "certified_rank",
                ],
                name="progress_by_name",
            ),
        ),
    ]
