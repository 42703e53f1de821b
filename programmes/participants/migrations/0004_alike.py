"""Proposals of who may be recorded twice, and what they are found by."""

import django.db.models.deletion
import django.db.models.functions.text
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from programmes.participants.names import alike_form, digits_of

BATCH = 2_000
COLUMNS = ["alike_name", "alike_script", "alike_phone"]


def derive(apps, _schema_editor):
    Participant = apps.get_model("participants", "Participant")
    batch = []
    for person in Participant.objects.order_by("pk").iterator(chunk_size=BATCH):
        person.alike_name = alike_form(person.family_name, person.given_name)
        person.alike_script = alike_form(person.original_script_name)
        person.alike_phone = digits_of(person.phone)
        batch.append(person)
        if len(batch) == BATCH:
            Participant.objects.bulk_update(batch, COLUMNS)
            batch.clear()
    Participant.objects.bulk_update(batch, COLUMNS)


class Migration(migrations.Migration):
    dependencies = [
        ("participants", "0003_merged"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalLikeness",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("weight", models.PositiveSmallIntegerField(editable=False)),
                ("reasons", models.JSONField(default=list, editable=False, verbose_name="reasons")),
                ("apart_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="set apart at")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical possible duplicate",
                "verbose_name_plural": "historical possible duplicates",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Likeness",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("weight", models.PositiveSmallIntegerField(editable=False)),
                ("reasons", models.JSONField(default=list, editable=False, verbose_name="reasons")),
                ("apart_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="set apart at")),
            ],
            options={
                "verbose_name": "possible duplicate",
                "verbose_name_plural": "possible duplicates",
                "ordering": ["-weight", "first", "second"],
            },
        ),
        migrations.AddField(
            model_name="participant",
            name="alike_name",
            field=models.CharField(blank=True, default="", editable=False, max_length=800),
        ),
        migrations.AddField(
            model_name="participant",
            name="alike_phone",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="participant",
            name="alike_script",
            field=models.CharField(blank=True, default="", editable=False, max_length=800),
        ),
        migrations.RunPython(derive, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="participant",
            index=models.Index(fields=["alike_name", "birth_date"], name="participant_alike_name"),
        ),
        migrations.AddIndex(
            model_name="participant",
            index=models.Index(
                condition=models.Q(("alike_script", ""), _negated=True),
                fields=["alike_script"],
                name="participant_alike_script",
            ),
        ),
        migrations.AddIndex(
            model_name="participant",
            index=models.Index(
                condition=models.Q(("alike_phone", ""), _negated=True),
                fields=["alike_phone"],
                name="participant_alike_phone",
            ),
        ),
        migrations.AddIndex(
            model_name="participant",
            index=models.Index(
                django.db.models.functions.text.Lower("email"),
                condition=models.Q(("email", ""), _negated=True),
                name="participant_alike_email",
            ),
        ),
        migrations.AddField(
            model_name="historicallikeness",
            name="apart_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="set apart by",
            ),
        ),
        migrations.AddField(
            model_name="historicallikeness",
            name="first",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="participants.participant",
                verbose_name="record",
            ),
        ),
        migrations.AddField(
            model_name="historicallikeness",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicallikeness",
            name="second",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="participants.participant",
                verbose_name="other record",
            ),
        ),
        migrations.AddField(
            model_name="likeness",
            name="apart_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="set apart by",
            ),
        ),
        migrations.AddField(
            model_name="likeness",
            name="first",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="participants.participant",
                verbose_name="record",
            ),
        ),
        migrations.AddField(
            model_name="likeness",
            name="second",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="participants.participant",
                verbose_name="other record",
            ),
        ),
        migrations.AddIndex(
            model_name="likeness",
            index=models.Index(fields=["-weight", "first", "second"], name="likeness_by_weight"),
        ),
        migrations.AddConstraint(
            model_name="likeness",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("second"))),
                name="likeness_in_order",
                violation_error_message="Nobody is like themselves.",
            ),
        ),
        migrations.AddConstraint(
            model_name="likeness",
            constraint=models.UniqueConstraint(
                fields=("first", "second"),
                name="likeness_once",
                violation_error_message="These two are proposed already.",
            ),
        ),
    ]
