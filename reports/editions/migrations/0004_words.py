"""The names and targets with which a closed edition is told."""

import django.db.models.deletion
from django.db import migrations, models

from reports.editions.guards import words_stay


class Migration(migrations.Migration):
    dependencies = [
        ("editions", "0003_closing"),
    ]

    operations = [
        migrations.CreateModel(
            name="EditionWords",
            fields=[
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="editions.reportedition",
                        verbose_name="edition",
                    ),
                ),
                ("name", models.CharField(max_length=300, verbose_name="name")),
                ("code", models.CharField(max_length=64, verbose_name="code")),
                ("threshold", models.PositiveSmallIntegerField(verbose_name="threshold")),
                ("names", models.JSONField(blank=True, default=dict, verbose_name="names")),
                ("targets", models.JSONField(blank=True, null=True, verbose_name="targets")),
            ],
            options={
                "verbose_name": "words of an edition",
                "verbose_name_plural": "words of editions",
                "ordering": ["edition"],
            },
        ),
        words_stay(),
    ]
