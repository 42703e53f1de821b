"""The list of people is read from an index with the newest first, too, and where people are between phases."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pathways", "0010_by_name")]

    operations = [
        migrations.AddIndex(
            "progress", models.Index(fields=["-entered_on", "name", "-enrolment"], name="progress_by_entry")
        ),
        migrations.AddIndex(
            "progress",
            models.Index(
                fields=["name", "-enrolment"],
                condition=models.Q(between_phases=True),
                name="progress_between_phases",
            ),
        ),
    ]
