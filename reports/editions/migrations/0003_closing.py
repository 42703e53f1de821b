"""Closed editions and restatements."""

from django.db import migrations, models

from reports.editions.guards import closed_stays


class Migration(migrations.Migration):
    dependencies = [
        ("editions", "0002_jobs"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="reportedition",
            name="edition_codes_known",
        ),
        migrations.AddField(
            model_name="historicalreportedition",
            name="cells_changed",
            field=models.PositiveIntegerField(
                default=0, help_text="How many differ from what was published first.", verbose_name="figures changed"
            ),
        ),
        migrations.AddField(
            model_name="historicalreportedition",
            name="closed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="closed at"),
        ),
        migrations.AddField(
            model_name="historicalreportedition",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("recorded_later", "Something was recorded or corrected after the month was closed."),
                    ("definition", "The definition of a figure changed."),
                ],
                max_length=16,
                verbose_name="reason of the restatement",
            ),
        ),
        migrations.AddField(
            model_name="reportedition",
            name="cells_changed",
            field=models.PositiveIntegerField(
                default=0, help_text="How many differ from what was published first.", verbose_name="figures changed"
            ),
        ),
        migrations.AddField(
            model_name="reportedition",
            name="closed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="closed at"),
        ),
        migrations.AddField(
            model_name="reportedition",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("recorded_later", "Something was recorded or corrected after the month was closed."),
                    ("definition", "The definition of a figure changed."),
                ],
                max_length=16,
                verbose_name="reason of the restatement",
            ),
        ),
        migrations.AlterField(
            model_name="historicalreportedition",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "waiting"),
                    ("building", "being built"),
                    ("ready", "ready"),
                    ("closed", "closed"),
                    ("failed", "failed"),
                ],
                default="waiting",
                max_length=16,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="reportedition",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "waiting"),
                    ("building", "being built"),
                    ("ready", "ready"),
                    ("closed", "closed"),
                    ("failed", "failed"),
                ],
                default="waiting",
                max_length=16,
                verbose_name="state",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportedition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("audience__in", ["hr", "management", "public"]),
                    ("state__in", ["waiting", "building", "ready", "closed", "failed"]),
                ),
                name="edition_codes_known",
                violation_error_message="Choose audience and state from the lists.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportedition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", False), ("known_at__isnull", False), ("state", "closed")),
                    models.Q(models.Q(("state", "closed"), _negated=True), ("closed_at__isnull", True)),
                    _connector="OR",
                ),
                name="edition_closed_says_when",
                violation_error_message="A closed edition says when it was closed, and no other does.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportedition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cells_changed", 0), ("edition", 1), ("reason", "")),
                    models.Q(("edition__gt", 1), ("reason__in", ["recorded_later", "definition"])),
                    _connector="OR",
                ),
                name="edition_restated_says_why",
                violation_error_message="A restatement says why there is one, and a first edition does not.",
            ),
        ),
        closed_stays(),
    ]
