from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pathways", "0012_by_day"),
        ("sponsorships", "0009_relief_days"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["held_on"], name="contact_by_its_day"),
        ),
        migrations.AddIndex(
            model_name="sponsorship",
            index=models.Index(fields=["started_on"], name="sponsorship_by_first_day"),
        ),
    ]
