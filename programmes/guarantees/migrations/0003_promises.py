"""The words of promises, refusals by two, trainees who agreed, and youth representatives."""

import datetime
import django.core.validators
import django.db.models.deletion
import integration.periods.constraints
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("guarantees", "0002_guards"),
        ("organisations", "0003_contact_persons"),
        ("pathways", "0007_at_a_glance"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="YouthRepresentation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("started_on", models.DateField(verbose_name="member since")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="member until")),
                (
                    "told_on",
                    models.DateField(
                        blank=True,
                        help_text="That there will be no job after the training.",
                        null=True,
                        verbose_name="told in writing on",
                    ),
                ),
            ],
            options={
                "verbose_name": "youth representative",
                "verbose_name_plural": "youth representatives",
                "ordering": ["enrolment", "started_on"],
            },
        ),
        migrations.AddField(
            model_name="historicalretentionguarantee",
            name="bound_on",
            field=models.DateField(
                blank=True,
                help_text="When the trainee bound themselves to stay.",
                null=True,
                verbose_name="trainee agreed on",
            ),
        ),
        migrations.AddField(
            model_name="historicalretentionguarantee",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="decided by",
            ),
        ),
        migrations.AddField(
            model_name="historicalretentionguarantee",
            name="refusal_proposed_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="refusal proposed for"),
        ),
        migrations.AddField(
            model_name="historicalretentionguarantee",
            name="seconded_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="seconded by",
            ),
        ),
        migrations.AddField(
            model_name="retentionguarantee",
            name="bound_on",
            field=models.DateField(
                blank=True,
                help_text="When the trainee bound themselves to stay.",
                null=True,
                verbose_name="trainee agreed on",
            ),
        ),
        migrations.AddField(
            model_name="retentionguarantee",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="decided by",
            ),
        ),
        migrations.AddField(
            model_name="retentionguarantee",
            name="refusal_proposed_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="refusal proposed for"),
        ),
        migrations.AddField(
            model_name="retentionguarantee",
            name="seconded_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="seconded by",
            ),
        ),
        migrations.CreateModel(
            name="HistoricalPromiseText",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "version",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="version"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="used from")),
                ("text", models.TextField(verbose_name="text of the promise")),
                (
                    "conditions",
                    models.TextField(
                        blank=True,
                        help_text="For example a passed final exam and suitability.",
                        verbose_name="conditions",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical text of guarantees",
                "verbose_name_plural": "historical texts of guarantees",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalYouthRepresentation",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("started_on", models.DateField(verbose_name="member since")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="member until")),
                (
                    "told_on",
                    models.DateField(
                        blank=True,
                        help_text="That there will be no job after the training.",
                        null=True,
                        verbose_name="told in writing on",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pathways.enrolment",
                        verbose_name="enrolment",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical youth representative",
                "verbose_name_plural": "historical youth representatives",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PromiseText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="version"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="used from")),
                ("text", models.TextField(verbose_name="text of the promise")),
                (
                    "conditions",
                    models.TextField(
                        blank=True,
                        help_text="For example a passed final exam and suitability.",
                        verbose_name="conditions",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promise_texts",
                        to="organisations.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "text of guarantees",
                "verbose_name_plural": "texts of guarantees",
                "ordering": ["organisation", "-version"],
            },
        ),
        migrations.AddField(
            model_name="historicalretentionguarantee",
            name="wording",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="guarantees.promisetext",
                verbose_name="text",
            ),
        ),
        migrations.AddField(
            model_name="retentionguarantee",
            name="wording",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="guarantees",
                to="guarantees.promisetext",
                verbose_name="text",
            ),
        ),
        migrations.AddConstraint(
            model_name="retentionguarantee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("refusal_proposed_on__isnull", True),
                        models.Q(
                            ("refusal_proposed_on__gte", datetime.date(1900, 1, 1)),
                            ("refusal_proposed_on__lte", datetime.date(2100, 12, 31)),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("bound_on__isnull", True),
                        models.Q(
                            ("bound_on__gte", datetime.date(1900, 1, 1)), ("bound_on__lte", datetime.date(2100, 12, 31))
                        ),
                        _connector="OR",
                    ),
                ),
                name="guarantee_refusal_in_calendar",
                violation_error_code="date_out_of_range",
                violation_error_message="Dates must be between 1900 and 2100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="retentionguarantee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None),
                    ("seconded_by", None),
                    models.Q(("decided_by", models.F("seconded_by")), _negated=True),
                    _connector="OR",
                ),
                name="guarantee_seconded_by_another",
                violation_error_code="second_person",
                violation_error_message="Refusing for lack of suitability takes a second person who agrees.",
            ),
        ),
        migrations.AddConstraint(
            model_name="retentionguarantee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision", "refused_suitability"), _negated=True),
                    ("decided_by", None),
                    ("seconded_by__isnull", False),
                    _connector="OR",
                ),
                name="guarantee_refused_by_two",
                violation_error_code="second_person",
                violation_error_message="Refusing for lack of suitability takes a second person who agrees.",
            ),
        ),
        migrations.AddConstraint(
            model_name="retentionguarantee",
            constraint=models.CheckConstraint(
                condition=models.Q(("refusal_proposed_on", None), ("decided_by__isnull", False), _connector="OR"),
                name="guarantee_refusal_proposed_by_somebody",
                violation_error_message="Somebody proposes a refusal.",
            ),
        ),
        migrations.AddField(
            model_name="youthrepresentation",
            name="enrolment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="representations",
                to="pathways.enrolment",
                verbose_name="enrolment",
            ),
        ),
        migrations.AddConstraint(
            model_name="promisetext",
            constraint=models.UniqueConstraint(
                fields=("organisation", "version"),
                name="promise_version_once",
                violation_error_message="This organisation has a text of this version already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="promisetext",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="promise_filled",
                violation_error_code="required",
                violation_error_message="This value is required.",
            ),
        ),
        migrations.AddConstraint(
            model_name="promisetext",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__isnull", True),
                    models.Q(
                        ("valid_from__gte", datetime.date(1900, 1, 1)), ("valid_from__lte", datetime.date(2100, 12, 31))
                    ),
                    _connector="OR",
                ),
                name="promise_in_calendar",
                violation_error_code="date_out_of_range",
                violation_error_message="Dates must be between 1900 and 2100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="youthrepresentation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_on__isnull", True), ("ended_on__gte", models.F("started_on")), _connector="OR"
                ),
                name="representation_ends_after_start",
                violation_error_code="end_before_start",
                violation_error_message="The end is before the start.",
            ),
        ),
        migrations.AddConstraint(
            model_name="youthrepresentation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("started_on__isnull", True),
                        models.Q(
                            ("started_on__gte", datetime.date(1900, 1, 1)),
                            ("started_on__lte", datetime.date(2100, 12, 31)),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("ended_on__isnull", True),
                        models.Q(
                            ("ended_on__gte", datetime.date(1900, 1, 1)), ("ended_on__lte", datetime.date(2100, 12, 31))
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("told_on__isnull", True),
                        models.Q(
                            ("told_on__gte", datetime.date(1900, 1, 1)), ("told_on__lte", datetime.date(2100, 12, 31))
                        ),
                        _connector="OR",
                    ),
                ),
                name="representation_in_calendar",
                violation_error_code="date_out_of_range",
                violation_error_message="Dates must be between 1900 and 2100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="youthrepresentation",
            constraint=integration.periods.constraints.NoOverlap(
                end="ended_on",
                name="representation_one_at_a_time",
                same=("enrolment",),
                start="started_on",
                violation_error_code="overlap",
                violation_error_message="The trainee is a member on one of these days already.",
            ),
        ),
    ]
