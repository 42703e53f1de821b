"""How long a training in part time lasts (FIELD.md 2, § 7a BBiG)."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import migrations, models


NUMBERS = {
    "part_time_most": (
        Decimal("1.5"),
        "§ 7a Abs. 2",
        "Der Dauer, die die Ausbildungsordnung festlegt; auf ganze Monate abgerundet.",
    ),
    "part_time_least": (Decimal("0.5"), "§ 7a Abs. 1", "Der täglichen oder wöchentlichen Ausbildungszeit."),
}


def enter(apps, _schema_editor):
    numbers = apps.get_model("law", "LegalNumber").objects
    for code, (value, section, remark) in NUMBERS.items():
        numbers.create(
            code=code,
            value=value,
            unit="times",
            valid_from=date(2020, 1, 1),
            law="BBiG",
            section=section,
            link="https://www.gesetze-im-internet.de/bbig_2005/__7a.html",
            remark=remark,
        )


def leave(apps, _schema_editor):
    apps.get_model("law", "LegalNumber").objects.filter(code__in=NUMBERS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("law", "0005_early_assessment"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="legalnumber",
            name="law_known",
        ),
        migrations.AlterField(
            model_name="historicallegalnumber",
            name="code",
            field=models.CharField(
                choices=[
                    ("binding", "Trainees bind themselves no earlier before the end of their training"),
                    ("probation_least", "Shortest probation of a training"),
                    ("probation_most", "Longest probation of a training"),
                    ("probation_nursing", "Probation of a training in nursing"),
                    ("extension_most", "Longest extension after a failed final exam, if asked for"),
                    ("part_time_most", "Longest training in part time, against one in full time"),
                    ("part_time_least", "Fewest hours of a training in part time, against one in full time"),
                    ("resits", "How often a final exam may be taken again"),
                    ("admission", "Admitted to the exam if the training ends no later after it"),
                    ("trainee_notice", "Notice of a trainee who gives up or changes the occupation"),
                    ("representative_notice", "Told before the end that a youth representative is not kept on"),
                    ("representative_after", "Protection after being a youth representative"),
                    ("notice_training", "Notice to the authority after a training on a permit for it ended early"),
                    ("notice_employment", "Notice to the authority after a job on a work title ended early"),
                    ("notice_fine", "Highest fine for a missing notice"),
                    ("permit_watch_1", "A permit's end is on the list from so long before"),
                    ("permit_watch_2", "Second reminder of a permit's end"),
                    ("permit_watch_3", "Third reminder of a permit's end"),
                    ("permit_watch_4", "A permit's end is urgent from so long before"),
                    ("provisional_watch", "Ask the authority if it has not decided after"),
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
                    ("early_assessment", "The colleagues are asked after the first days of an internship"),
                    ("recognition", "Decision on a foreign qualification after the documents are complete"),
                    ("recognition_receipt", "Confirmation that an application for recognition arrived"),
                    ("certificate_age", "Language certificates are accepted no older than"),
                ],
                max_length=32,
                verbose_name="rule",
            ),
        ),
        migrations.AlterField(
            model_name="legalnumber",
            name="code",
            field=models.CharField(
                choices=[
                    ("binding", "Trainees bind themselves no earlier before the end of their training"),
                    ("probation_least", "Shortest probation of a training"),
                    ("probation_most", "Longest probation of a training"),
                    ("probation_nursing", "Probation of a training in nursing"),
                    ("extension_most", "Longest extension after a failed final exam, if asked for"),
                    ("part_time_most", "Longest training in part time, against one in full time"),
                    ("part_time_least", "Fewest hours of a training in part time, against one in full time"),
                    ("resits", "How often a final exam may be taken again"),
                    ("admission", "Admitted to the exam if the training ends no later after it"),
                    ("trainee_notice", "Notice of a trainee who gives up or changes the occupation"),
                    ("representative_notice", "Told before the end that a youth representative is not kept on"),
                    ("representative_after", "Protection after being a youth representative"),
                    ("notice_training", "Notice to the authority after a training on a permit for it ended early"),
                    ("notice_employment", "Notice to the authority after a job on a work title ended early"),
                    ("notice_fine", "Highest fine for a missing notice"),
                    ("permit_watch_1", "A permit's end is on the list from so long before"),
                    ("permit_watch_2", "Second reminder of a permit's end"),
                    ("permit_watch_3", "Third reminder of a permit's end"),
                    ("permit_watch_4", "A permit's end is urgent from so long before"),
                    ("provisional_watch", "Ask the authority if it has not decided after"),
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
                    ("early_assessment", "The colleagues are asked after the first days of an internship"),
                    ("recognition", "Decision on a foreign qualification after the documents are complete"),
                    ("recognition_receipt", "Confirmation that an application for recognition arrived"),
                    ("certificate_age", "Language certificates are accepted no older than"),
                ],
                max_length=32,
                verbose_name="rule",
            ),
        ),
        migrations.AddConstraint(
            model_name="legalnumber",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "code__in",
                        [
                            "binding",
                            "probation_least",
                            "probation_most",
                            "probation_nursing",
                            "extension_most",
                            "part_time_most",
                            "part_time_least",
                            "resits",
                            "admission",
                            "trainee_notice",
                            "representative_notice",
                            "representative_after",
                            "notice_training",
                            "notice_employment",
                            "notice_fine",
                            "permit_watch_1",
                            "permit_watch_2",
                            "permit_watch_3",
                            "permit_watch_4",
                            "provisional_watch",
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
                            "early_assessment",
                            "recognition",
                            "recognition_receipt",
                            "certificate_age",
                        ],
                    ),
                    ("unit__in", ["days", "working_days", "weeks", "months", "years", "hours_a_week", "euro", "times"]),
                ),
                name="law_known",
                violation_error_code="not_in_list",
                violation_error_message="This value is not in the list of choices.",
            ),
        ),
        migrations.RunPython(enter, leave),
    ]
