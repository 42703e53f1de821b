from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0004_state"),
        ("participants", "0007_recognition"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="historicalresidencedocument",
            name="legal_section",
            field=models.CharField(blank=True, db_index=True, max_length=100, verbose_name="legal section"),
        ),
        migrations.AlterField(
            model_name="residencedocument",
            name="legal_section",
            field=models.CharField(blank=True, db_index=True, max_length=100, verbose_name="legal section"),
        ),
        migrations.AddIndex(
            model_name="languagelevel",
            index=models.Index(fields=["assessed_on"], name="level_by_day"),
        ),
        migrations.AddIndex(
            model_name="languagelevel",
            index=models.Index(fields=["level"], name="level_by_level"),
        ),
        migrations.AddIndex(
            model_name="languagelevel",
            index=models.Index(fields=["evidence"], name="level_by_evidence"),
        ),
        migrations.AddIndex(
            model_name="participant",
            index=models.Index(fields=["gender"], name="participant_by_gender"),
        ),
        migrations.AddIndex(
            model_name="recognition",
            index=models.Index(fields=["complete_on"], name="recognition_by_day"),
        ),
        migrations.AddIndex(
            model_name="recognition",
            index=models.Index(fields=["result"], name="recognition_by_result"),
        ),
        migrations.AddIndex(
            model_name="residencedocument",
            index=models.Index(fields=["legal_valid_to"], name="document_by_legal_end"),
        ),
        migrations.AddIndex(
            model_name="residencedocument",
            index=models.Index(fields=["work_permission"], name="document_by_work"),
        ),
    ]
