from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0004_state"),
        ("participants", "0008_lists"),
        ("pathways", "0011_by_entry"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="assessment",
            index=models.Index(fields=["assessed_on"], name="assessment_by_day"),
        ),
        migrations.AddIndex(
            model_name="assessment",
            index=models.Index(fields=["fit"], name="assessment_by_fit"),
        ),
        migrations.AddIndex(
            model_name="authoritynotice",
            index=models.Index(fields=["sent_on"], name="notice_by_day"),
        ),
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(fields=["end_reason"], name="enrolment_by_end_reason"),
        ),
        migrations.AddIndex(
            model_name="exam",
            index=models.Index(fields=["held_on"], name="exam_by_day"),
        ),
        migrations.AddIndex(
            model_name="exam",
            index=models.Index(fields=["kind"], name="exam_by_kind"),
        ),
        migrations.AddIndex(
            model_name="exam",
            index=models.Index(fields=["result"], name="exam_by_result"),
        ),
        migrations.AddIndex(
            model_name="pause",
            index=models.Index(fields=["started_on"], name="pause_by_first_day"),
        ),
        migrations.AddIndex(
            model_name="pause",
            index=models.Index(fields=["reason"], name="pause_by_reason"),
        ),
        migrations.AddIndex(
            model_name="phaseentry",
            index=models.Index(fields=["started_on"], name="entry_by_first_day"),
        ),
        migrations.AddIndex(
            model_name="phaseentry",
            index=models.Index(fields=["planned_end_on"], name="entry_by_planned_end"),
        ),
        migrations.AddIndex(
            model_name="phaseentry",
            index=models.Index(fields=["outcome"], name="entry_by_outcome"),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(fields=["on"], name="transfer_by_day"),
        ),
    ]
