"""People are found by every word of their names, as it is written and as it sounds, and by their contact data."""

from django.db import migrations, models

from integration.periods.indexes import create_trigram_index
from programmes.participants.names import contact_form, found_form, sound_form

BATCH = 2_000
COLUMNS = ["found_words", "found_sounds", "found_contacts"]
TABLE = "participants_participant"


def derive(apps, _schema_editor):
    Participant = apps.get_model("participants", "Participant")
    batch = []
    for person in Participant.objects.order_by("pk").iterator(chunk_size=BATCH):
        names = (person.family_name, person.given_name, person.original_script_name)
        person.found_words = found_form(*names)
        person.found_sounds = sound_form(*names)
        person.found_contacts = contact_form(person.email, person.phone)
        batch.append(person)
        if len(batch) == BATCH:
            Participant.objects.bulk_update(batch, COLUMNS)
            batch.clear()
    Participant.objects.bulk_update(batch, COLUMNS)


class Migration(migrations.Migration):
    # The indexes are built while others go on writing.
    atomic = False

    dependencies = [("participants", "0001_initial"), ("periods", "0002_trigrams")]

    operations = [
        *(
            migrations.AddField("participant", name, models.TextField(blank=True, default="", editable=False))
            for name in COLUMNS
        ),
        migrations.AddField("participant", "enrolled", models.BooleanField(default=False, editable=False)),
        migrations.AddIndex("participant", models.Index(fields=["search_name", "code"], name="participant_by_name")),
        migrations.AddIndex(
            "participant",
            models.Index(fields=["id"], condition=models.Q(enrolled=False), name="participant_not_enrolled"),
        ),
        migrations.RunPython(derive, migrations.RunPython.noop),
        *(create_trigram_index(f"participant_{name}", table=TABLE, column=name) for name in COLUMNS),
    ]
