"""What documents allow and are bound to, copies of them, and what is written on them sealed."""

import datetime
import django.db.models.deletion
import django.utils.timezone
import integration.sealed.fields
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from integration.sealed.sealing import seal_text, unseal_text


TABLES = ("participants_residencedocument", "participants_historicalresidencedocument")
KEYS = {TABLES[0]: "id", TABLES[1]: "history_id"}
PURPOSE = "ancillary provision of a residence document"


def change_each(schema_editor, change):
    """Texts that were there before, row by row."""
    with schema_editor.connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT {KEYS[table]}, restriction FROM {table} WHERE restriction <> ''")  # noqa: S608
            for key, text in cursor.fetchall():
                new = [change(text, PURPOSE), key]
                cursor.execute(f"UPDATE {table} SET restriction = %s WHERE {KEYS[table]} = %s", new)  # noqa: S608


def seal(_apps, schema_editor):
    change_each(schema_editor, seal_text)


def unseal(_apps, schema_editor):
    change_each(schema_editor, unseal_text)


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0003_contact_persons"),
        ("participants", "0004_alike"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DocumentCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", integration.sealed.fields.SealedBytesField(purpose="copy of a residence document")),
                (
                    "media_type",
                    models.CharField(
                        choices=[("application/pdf", "PDF"), ("image/jpeg", "JPEG"), ("image/png", "PNG")],
                        editable=False,
                        max_length=32,
                        verbose_name="kind of file",
                    ),
                ),
                ("size", models.PositiveIntegerField(editable=False, verbose_name="size")),
                (
                    "kept_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="kept since"),
                ),
            ],
            options={
                "verbose_name": "copy of a residence document",
                "verbose_name_plural": "copies of residence documents",
                "ordering": ["document"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalDocumentCopy",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "media_type",
                    models.CharField(
                        choices=[("application/pdf", "PDF"), ("image/jpeg", "JPEG"), ("image/png", "PNG")],
                        editable=False,
                        max_length=32,
                        verbose_name="kind of file",
                    ),
                ),
                ("size", models.PositiveIntegerField(editable=False, verbose_name="size")),
                (
                    "kept_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="kept since"),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical copy of a residence document",
                "verbose_name_plural": "historical copies of residence documents",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name="historicalresidencedocument",
            name="applied_on",
            field=models.DateField(blank=True, null=True, verbose_name="applied for on"),
        ),
        migrations.AddField(
            model_name="historicalresidencedocument",
            name="bound_employer",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="organisations.organisation",
                verbose_name="only with this employer",
            ),
        ),
        migrations.AddField(
            model_name="historicalresidencedocument",
            name="bound_occupation",
            field=models.CharField(blank=True, default="", max_length=200, verbose_name="only in this occupation"),
        ),
        migrations.AddField(
            model_name="historicalresidencedocument",
            name="bound_region",
            field=integration.sealed.fields.SealedTextField(
                blank=True,
                default="",
                max_length=200,
                purpose="region of a residence document",
                verbose_name="only in this region",
            ),
        ),
        migrations.AddField(
            model_name="historicalresidencedocument",
            name="effect",
            field=models.CharField(
                blank=True,
                choices=[
                    ("81_3_1", "stay counts as permitted (§ 81 (3) sentence 1)"),
                    ("81_3_2", "removal counts as suspended (§ 81 (3) sentence 2)"),
                    ("81_4", "the old title continues, with the work it allows (§ 81 (4))"),
                    ("81_5a", "the card is ordered, work is allowed (§ 81 (5a))"),
                ],
                default="",
                help_text="As ticked on the certificate (§ 81 AufenthG).",
                max_length=16,
                verbose_name="provisional effect",
            ),
        ),
        migrations.AddField(
            model_name="historicalresidencedocument",
            name="legal_basis",
            field=models.CharField(
                blank=True,
                default="",
                help_text="The law or ordinance that extends it.",
                max_length=200,
                verbose_name="extended by",
            ),
        ),
        migrations.AddField(
            model_name="historicalresidencedocument",
            name="number",
            field=integration.sealed.fields.SealedTextField(
                blank=True,
                default="",
                max_length=100,
                purpose="number of a residence document",
                verbose_name="number of the document",
            ),
        ),
        migrations.AddField(
            model_name="historicalresidencedocument",
            name="seen_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="original seen by",
            ),
        ),
        migrations.AddField(
            model_name="historicalresidencedocument",
            name="seen_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="original seen on"),
        ),
        migrations.AddField(
            model_name="residencedocument",
            name="applied_on",
            field=models.DateField(blank=True, null=True, verbose_name="applied for on"),
        ),
        migrations.AddField(
            model_name="residencedocument",
            name="bound_employer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.organisation",
                verbose_name="only with this employer",
            ),
        ),
        migrations.AddField(
            model_name="residencedocument",
            name="bound_occupation",
            field=models.CharField(blank=True, default="", max_length=200, verbose_name="only in this occupation"),
        ),
        migrations.AddField(
            model_name="residencedocument",
            name="bound_region",
            field=integration.sealed.fields.SealedTextField(
                blank=True,
                default="",
                max_length=200,
                purpose="region of a residence document",
                verbose_name="only in this region",
            ),
        ),
        migrations.AddField(
            model_name="residencedocument",
            name="effect",
            field=models.CharField(
                blank=True,
                choices=[
                    ("81_3_1", "stay counts as permitted (§ 81 (3) sentence 1)"),
                    ("81_3_2", "removal counts as suspended (§ 81 (3) sentence 2)"),
                    ("81_4", "the old title continues, with the work it allows (§ 81 (4))"),
                    ("81_5a", "the card is ordered, work is allowed (§ 81 (5a))"),
                ],
                default="",
                help_text="As ticked on the certificate (§ 81 AufenthG).",
                max_length=16,
                verbose_name="provisional effect",
            ),
        ),
        migrations.AddField(
            model_name="residencedocument",
            name="legal_basis",
            field=models.CharField(
                blank=True,
                default="",
                help_text="The law or ordinance that extends it.",
                max_length=200,
                verbose_name="extended by",
            ),
        ),
        migrations.AddField(
            model_name="residencedocument",
            name="number",
            field=integration.sealed.fields.SealedTextField(
                blank=True,
                default="",
                max_length=100,
                purpose="number of a residence document",
                verbose_name="number of the document",
            ),
        ),
        migrations.AddField(
            model_name="residencedocument",
            name="seen_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="original seen by",
            ),
        ),
        migrations.AddField(
            model_name="residencedocument",
            name="seen_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="original seen on"),
        ),
        migrations.AlterField(
            model_name="historicalresidencedocument",
            name="restriction",
            field=integration.sealed.fields.SealedTextField(
                blank=True, purpose="ancillary provision of a residence document", verbose_name="ancillary provision"
            ),
        ),
        migrations.AlterField(
            model_name="residencedocument",
            name="restriction",
            field=integration.sealed.fields.SealedTextField(
                blank=True, purpose="ancillary provision of a residence document", verbose_name="ancillary provision"
            ),
        ),
        migrations.AddIndex(
            model_name="residencedocument",
            index=models.Index(fields=["kind", "legal_section"], name="residence_by_section"),
        ),
        migrations.AddConstraint(
            model_name="residencedocument",
            constraint=models.CheckConstraint(
                condition=models.Q(("effect__in", ["", "81_3_1", "81_3_2", "81_4", "81_5a"])),
                name="residence_effect_known",
                violation_error_code="not_in_list",
                violation_error_message="This value is not in the list of choices.",
            ),
        ),
        migrations.AddConstraint(
            model_name="residencedocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("applied_on__isnull", True),
                        models.Q(
                            ("applied_on__gte", datetime.date(1900, 1, 1)),
                            ("applied_on__lte", datetime.date(2100, 12, 31)),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("seen_on__isnull", True),
                        models.Q(
                            ("seen_on__gte", datetime.date(1900, 1, 1)), ("seen_on__lte", datetime.date(2100, 12, 31))
                        ),
                        _connector="OR",
                    ),
                ),
                name="residence_inspection_in_calendar",
                violation_error_code="date_out_of_range",
                violation_error_message="Dates must be between 1900 and 2100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="residencedocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "provisional_effect"), models.Q(("applied_on", None), ("effect", "")), _connector="OR"
                ),
                name="residence_effect_of_certificate",
                violation_error_message="Only a certificate of provisional effect says what was applied for.",
            ),
        ),
        migrations.AddConstraint(
            model_name="residencedocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("work_permission__in", ("this_job", "training_only")),
                    models.Q(("bound_employer", None), ("bound_occupation", "")),
                    _connector="OR",
                ),
                name="residence_bounds_of_permission",
                violation_error_message="Only a permission for this job or for training is bound to an employer or occupation.",
            ),
        ),
        migrations.AddConstraint(
            model_name="residencedocument",
            constraint=models.CheckConstraint(
                condition=models.Q(("legal_basis", ""), ("legal_valid_to__isnull", False), _connector="OR"),
                name="residence_basis_of_extension",
                violation_error_message="Enter until when the law extends it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="residencedocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("seen_by", None), ("seen_on", None)),
                    models.Q(("seen_by__isnull", False), ("seen_on__isnull", False)),
                    _connector="OR",
                ),
                name="residence_seen_by_somebody",
                violation_error_message="Whoever saw the original says when.",
            ),
        ),
        migrations.AddField(
            model_name="documentcopy",
            name="document",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="copy",
                to="participants.residencedocument",
                verbose_name="residence document",
            ),
        ),
        migrations.AddField(
            model_name="documentcopy",
            name="kept_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="kept by",
            ),
        ),
        migrations.AddField(
            model_name="historicaldocumentcopy",
            name="document",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="participants.residencedocument",
                verbose_name="residence document",
            ),
        ),
        migrations.AddField(
            model_name="historicaldocumentcopy",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicaldocumentcopy",
            name="kept_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="kept by",
            ),
        ),
        migrations.AddConstraint(
            model_name="documentcopy",
            constraint=models.CheckConstraint(
                condition=models.Q(("media_type__in", ["application/pdf", "image/jpeg", "image/png"])),
                name="copy_type_known",
                violation_error_code="not_in_list",
                violation_error_message="This value is not in the list of choices.",
            ),
        ),
        migrations.RunPython(seal, unseal),
    ]
