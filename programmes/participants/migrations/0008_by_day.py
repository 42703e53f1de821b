from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0004_state"),
        ("participants", "0007_recognition"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="languagelevel",
            index=models.Index(fields=["assessed_on"], name="level_by_day"),
        ),
        migrations.AddIndex(
            model_name="recognition",
            index=models.Index(fields=["complete_on"], name="recognition_by_day"),
        ),
        migrations.AddIndex(
            model_name="residencedocument",
            index=models.Index(fields=["legal_valid_to"], name="document_by_legal_end"),
        ),
    ]
