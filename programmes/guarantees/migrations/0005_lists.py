from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("guarantees", "0004_retention_checks"),
        ("organisations", "0004_state"),
        ("pathways", "0012_lists"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="employment",
            index=models.Index(fields=["started_on"], name="employment_by_first_day"),
        ),
        migrations.AddIndex(
            model_name="employment",
            index=models.Index(fields=["contract"], name="employment_by_contract"),
        ),
        migrations.AddIndex(
            model_name="retentioncheck",
            index=models.Index(fields=["checked_on"], name="check_by_day"),
        ),
        migrations.AddIndex(
            model_name="retentioncheck",
            index=models.Index(fields=["months"], name="check_by_mark"),
        ),
        migrations.AddIndex(
            model_name="retentionguarantee",
            index=models.Index(fields=["given_on"], name="guarantee_by_day"),
        ),
        migrations.AddIndex(
            model_name="retentionguarantee",
            index=models.Index(fields=["decision"], name="guarantee_by_decision"),
        ),
        migrations.AddIndex(
            model_name="retentionguarantee",
            index=models.Index(fields=["scope"], name="guarantee_by_scope"),
        ),
    ]
