"""Who took which list along is written down, in a log that only grows."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from integration.journal.append_only import only_grows


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0001_read_log"),
        ("organisations", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ExportEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "taken_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="taken at"),
                ),
                ("rows_of", models.CharField(editable=False, max_length=100, verbose_name="list")),
                ("narrowed_by", models.JSONField(default=dict, editable=False, verbose_name="narrowed by")),
                ("searched", models.BooleanField(default=False, editable=False, verbose_name="after a search")),
                ("rows", models.PositiveIntegerField(editable=False, verbose_name="lines")),
                (
                    "file_format",
                    models.CharField(
                        choices=[("xlsx", "Workbook (XLSX)"), ("csv", "Table (CSV)")],
                        editable=False,
                        max_length=8,
                        verbose_name="file",
                    ),
                ),
                ("reason", models.CharField(editable=False, max_length=200, verbose_name="reason")),
                (
                    "taken_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="taken by",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of the log of exports",
                "verbose_name_plural": "log of exports",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ExportedThrough",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "organisation",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="through",
                        to="journal.exportentry",
                    ),
                ),
            ],
            options={
                "verbose_name": "organisation of an export",
                "verbose_name_plural": "organisations of an export",
                "ordering": ["pk"],
            },
        ),
        migrations.AddIndex(
            model_name="exportentry",
            index=models.Index(fields=["taken_by", "-id"], name="export_by_taker"),
        ),
        migrations.AddConstraint(
            model_name="exportentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("file_format__in", ["xlsx", "csv"])),
                name="export_format_known",
                violation_error_code="not_in_list",
                violation_error_message="This value is not in the list of choices.",
            ),
        ),
        migrations.AddConstraint(
            model_name="exportedthrough",
            constraint=models.UniqueConstraint(fields=("entry", "organisation"), name="export_through_once"),
        ),
        only_grows("journal_exportentry"),
        only_grows("journal_exportedthrough"),
    ]
