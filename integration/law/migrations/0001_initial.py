"""The numbers of the law, each with its source and the time for which it holds."""

import datetime
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.math
import integration.periods.constraints
import simple_history.models
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalLegalNumber",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("binding", "Trainees bind themselves no earlier before the end of their training"),
                            ("probation_least", "Shortest probation of a training"),
                            ("probation_most", "Longest probation of a training"),
                            ("probation_nursing", "Probation of a training in nursing"),
                            ("extension_most", "Longest extension after a failed final exam, if asked for"),
                            ("resits", "How often a final exam may be taken again"),
                            ("admission", "Admitted to the exam if the training ends no later after it"),
                            ("trainee_notice", "Notice of a trainee who gives up or changes the occupation"),
                            ("representative_notice", "Told before the end that a youth representative is not kept on"),
                            (
                                "notice_training",
                                "Notice to the authority after a training on a permit for it ended early",
                            ),
                            ("notice_employment", "Notice to the authority after a job on a work title ended early"),
                            ("notice_fine", "Highest fine for a missing notice"),
                            ("permit_watch_1", "A permit's end is on the list from so long before"),
                            ("permit_watch_2", "Second reminder of a permit's end"),
                            ("permit_watch_3", "Third reminder of a permit's end"),
                            ("permit_watch_4", "A permit's end is urgent from so long before"),
                            ("toleration_earliest", "Toleration for training: granted no earlier before it begins"),
                            ("toleration_apply", "Toleration for training: applied for no earlier before it begins"),
                            ("toleration_search", "Time to find another training after one ended early"),
                            ("employment_toleration", "Length of a toleration for employment"),
                            ("opportunity", "Length of a residence permit by right of opportunity"),
                            ("permit_after_training", "Length of the permit for a job after a training"),
                            ("eq_least", "Shortest funded introductory qualification"),
                            ("eq_most", "Longest funded introductory qualification"),
                            ("eq_hours", "Fewest hours a week of an introductory qualification in part time"),
                            ("eq_subsidy", "Highest subsidy of an introductory qualification a month"),
                            ("eq_insurance", "Flat rate for its social insurance a month"),
                            ("internship_most", "Longest internship for orientation without the minimum wage"),
                            ("recognition", "Decision on a foreign qualification after the documents are complete"),
                            ("recognition_receipt", "Confirmation that an application for recognition arrived"),
                            ("certificate_age", "Language certificates are accepted no older than"),
                        ],
                        max_length=32,
                        verbose_name="rule",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=9,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="value",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("days", "days"),
                            ("weeks", "weeks"),
                            ("months", "months"),
                            ("years", "years"),
                            ("hours_a_week", "hours a week"),
                            ("euro", "euros"),
                            ("times", "times"),
                        ],
                        max_length=16,
                        verbose_name="unit",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                (
                    "law",
                    models.CharField(
                        blank=True,
                        help_text="Short, such as BBiG; empty for a rule of the house.",
                        max_length=50,
                        verbose_name="law",
                    ),
                ),
                (
                    "section",
                    models.CharField(
                        blank=True, help_text="Such as § 12 Abs. 1.", max_length=100, verbose_name="section"
                    ),
                ),
                ("link", models.URLField(blank=True, max_length=300, verbose_name="link to the text")),
                ("remark", models.CharField(blank=True, max_length=300, verbose_name="remark")),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="last checked on")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="checked by",
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
                "verbose_name": "historical legal number",
                "verbose_name_plural": "historical legal numbers",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="LegalNumber",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("binding", "Trainees bind themselves no earlier before the end of their training"),
                            ("probation_least", "Shortest probation of a training"),
                            ("probation_most", "Longest probation of a training"),
                            ("probation_nursing", "Probation of a training in nursing"),
                            ("extension_most", "Longest extension after a failed final exam, if asked for"),
                            ("resits", "How often a final exam may be taken again"),
                            ("admission", "Admitted to the exam if the training ends no later after it"),
                            ("trainee_notice", "Notice of a trainee who gives up or changes the occupation"),
                            ("representative_notice", "Told before the end that a youth representative is not kept on"),
                            (
                                "notice_training",
                                "Notice to the authority after a training on a permit for it ended early",
                            ),
                            ("notice_employment", "Notice to the authority after a job on a work title ended early"),
                            ("notice_fine", "Highest fine for a missing notice"),
                            ("permit_watch_1", "A permit's end is on the list from so long before"),
                            ("permit_watch_2", "Second reminder of a permit's end"),
                            ("permit_watch_3", "Third reminder of a permit's end"),
                            ("permit_watch_4", "A permit's end is urgent from so long before"),
                            ("toleration_earliest", "Toleration for training: granted no earlier before it begins"),
                            ("toleration_apply", "Toleration for training: applied for no earlier before it begins"),
                            ("toleration_search", "Time to find another training after one ended early"),
                            ("employment_toleration", "Length of a toleration for employment"),
                            ("opportunity", "Length of a residence permit by right of opportunity"),
                            ("permit_after_training", "Length of the permit for a job after a training"),
                            ("eq_least", "Shortest funded introductory qualification"),
                            ("eq_most", "Longest funded introductory qualification"),
                            ("eq_hours", "Fewest hours a week of an introductory qualification in part time"),
                            ("eq_subsidy", "Highest subsidy of an introductory qualification a month"),
                            ("eq_insurance", "Flat rate for its social insurance a month"),
                            ("internship_most", "Longest internship for orientation without the minimum wage"),
                            ("recognition", "Decision on a foreign qualification after the documents are complete"),
                            ("recognition_receipt", "Confirmation that an application for recognition arrived"),
                            ("certificate_age", "Language certificates are accepted no older than"),
                        ],
                        max_length=32,
                        verbose_name="rule",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=9,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="value",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("days", "days"),
                            ("weeks", "weeks"),
                            ("months", "months"),
                            ("years", "years"),
                            ("hours_a_week", "hours a week"),
                            ("euro", "euros"),
                            ("times", "times"),
                        ],
                        max_length=16,
                        verbose_name="unit",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                (
                    "law",
                    models.CharField(
                        blank=True,
                        help_text="Short, such as BBiG; empty for a rule of the house.",
                        max_length=50,
                        verbose_name="law",
                    ),
                ),
                (
                    "section",
                    models.CharField(
                        blank=True, help_text="Such as § 12 Abs. 1.", max_length=100, verbose_name="section"
                    ),
                ),
                ("link", models.URLField(blank=True, max_length=300, verbose_name="link to the text")),
                ("remark", models.CharField(blank=True, max_length=300, verbose_name="remark")),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="last checked on")),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="checked by",
                    ),
                ),
            ],
            options={
                "verbose_name": "legal number",
                "verbose_name_plural": "legal numbers",
                "ordering": ["code", "-valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "valid_from"),
                        name="law_once_a_day",
                        violation_error_code="law_overlap",
                        violation_error_message="On one of these days another value of this number already holds.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value__gt", 0)),
                        name="law_value_positive",
                        violation_error_message="The value is more than nothing.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("unit__in", ["days", "weeks", "months", "years"]), _negated=True),
                            ("value", django.db.models.functions.math.Floor("value")),
                            _connector="OR",
                        ),
                        name="law_whole_periods",
                        violation_error_code="law_exact_period",
                        violation_error_message="Periods are whole numbers of days, weeks, months or years.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "code__in",
                                [
                                    "binding",
                                    "probation_least",
                                    "probation_most",
                                    "probation_nursing",
                                    "extension_most",
                                    "resits",
                                    "admission",
                                    "trainee_notice",
                                    "representative_notice",
                                    "notice_training",
                                    "notice_employment",
                                    "notice_fine",
                                    "permit_watch_1",
                                    "permit_watch_2",
                                    "permit_watch_3",
                                    "permit_watch_4",
                                    "toleration_earliest",
                                    "toleration_apply",
                                    "toleration_search",
                                    "employment_toleration",
                                    "opportunity",
                                    "permit_after_training",
                                    "eq_least",
                                    "eq_most",
                                    "eq_hours",
                                    "eq_subsidy",
                                    "eq_insurance",
                                    "internship_most",
                                    "recognition",
                                    "recognition_receipt",
                                    "certificate_age",
                                ],
                            ),
                            ("unit__in", ["days", "weeks", "months", "years", "hours_a_week", "euro", "times"]),
                        ),
                        name="law_known",
                        violation_error_code="not_in_list",
                        violation_error_message="This value is not in the list of choices.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("valid_from__isnull", True),
                                models.Q(
                                    ("valid_from__gte", datetime.date(1900, 1, 1)),
                                    ("valid_from__lte", datetime.date(2100, 12, 31)),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("valid_until__isnull", True),
                                models.Q(
                                    ("valid_until__gte", datetime.date(1900, 1, 1)),
                                    ("valid_until__lte", datetime.date(2100, 12, 31)),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("checked_on__isnull", True),
                                models.Q(
                                    ("checked_on__gte", datetime.date(1900, 1, 1)),
                                    ("checked_on__lte", datetime.date(2100, 12, 31)),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="law_in_calendar",
                        violation_error_code="date_out_of_range",
                        violation_error_message="Dates must be between 1900 and 2100.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="law_ends_after_start",
                        violation_error_code="end_before_start",
                        violation_error_message="It ends before it begins to hold.",
                    ),
                    integration.periods.constraints.NoOverlap(
                        end="valid_until",
                        name="law_one_value_a_day",
                        same=("code",),
                        start="valid_from",
                        violation_error_code="law_overlap",
                        violation_error_message="On one of these days another value of this number already holds.",
                    ),
                ],
            },
        ),
    ]
