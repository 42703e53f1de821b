"""What lists of enrolments are sorted by is derived, so that it has an index."""

import django.db.models.deletion
from django.db import migrations, models

# The last change is that of the enrolment itself: what changed in it before, nobody noted.
FILL = """
INSERT INTO pathways_progress (enrolment_id, planned_end_on, changed_at)
SELECT e.id, (
    SELECT p.planned_end_on FROM pathways_phaseentry p
    WHERE p.enrolment_id = e.id AND p.ended_on IS NULL AND NOT p.parallel
    ORDER BY p.started_on DESC LIMIT 1
), COALESCE((SELECT MAX(h.history_date) FROM pathways_historicalenrolment h WHERE h.id = e.id), CURRENT_TIMESTAMP)
FROM pathways_enrolment e
"""


class Migration(migrations.Migration):
    dependencies = [("pathways", "0004_not_of_merged")]

    operations = [
        migrations.CreateModel(
            name="Progress",
            fields=[
                (
                    "enrolment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="progress",
                        serialize=False,
                        to="pathways.enrolment",
                    ),
                ),
                ("planned_end_on", models.DateField(null=True)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "progress",
                "verbose_name_plural": "progress",
                "ordering": ["enrolment"],
                "indexes": [
                    models.Index(fields=["planned_end_on"], name="progress_by_planned_end"),
                    models.Index(fields=["changed_at"], name="progress_by_change"),
                ],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
