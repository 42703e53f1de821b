from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0004_state"),
        ("pathways", "0012_lists"),
        ("sponsorships", "0009_relief_days"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["held_on"], name="contact_by_its_day"),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["channel"], name="contact_by_channel"),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["reached"], name="contact_by_reached"),
        ),
        migrations.AddIndex(
            model_name="preference",
            index=models.Index(fields=["kind"], name="preference_by_kind"),
        ),
        migrations.AddIndex(
            model_name="preference",
            index=models.Index(fields=["withdrawn"], name="preference_by_withdrawal"),
        ),
        migrations.AddIndex(
            model_name="sponsor",
            index=models.Index(fields=["volunteer"], name="sponsor_by_volunteer"),
        ),
        migrations.AddIndex(
            model_name="sponsorship",
            index=models.Index(fields=["started_on"], name="sponsorship_by_first_day"),
        ),
        migrations.AddIndex(
            model_name="sponsorship",
            index=models.Index(fields=["role"], name="sponsorship_by_role"),
        ),
    ]
