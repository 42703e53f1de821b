"""Reading the copy of a document is written down as well."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0002_export_log"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="readentry",
            name="read_page_known",
        ),
        migrations.AlterField(
            model_name="readentry",
            name="page",
            field=models.CharField(
                choices=[
                    ("person", "the person's page"),
                    ("form", "the form of a record"),
                    ("history", "the history of a record"),
                    ("step", "a step of the journey"),
                    ("copy", "the copy of a residence document"),
                ],
                editable=False,
                max_length=16,
                verbose_name="page",
            ),
        ),
        migrations.AddConstraint(
            model_name="readentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("page__in", ["person", "form", "history", "step", "copy"])),
                name="read_page_known",
                violation_error_code="not_in_list",
                violation_error_message="This value is not in the list of choices.",
            ),
        ),
    ]
