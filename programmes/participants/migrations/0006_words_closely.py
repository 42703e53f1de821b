"""How often a name is there decides how it is looked for."""

from django.db import migrations

from integration.periods.indexes import look_closely


class Migration(migrations.Migration):
    dependencies = [("participants", "0005_permits")]

    operations = [
        look_closely(table="participants_participant", column="found_words"),
        look_closely(table="participants_participant", column="found_sounds"),
    ]
