"""Sponsors are sorted and found by the forms of their names."""

from django.db import migrations, models

from integration.periods.indexes import create_trigram_index
from programmes.participants.names import found_form, search_form

BATCH = 2_000


def derive(apps, _schema_editor):
    Sponsor = apps.get_model("sponsorships", "Sponsor")
    batch = []
    for sponsor in Sponsor.objects.order_by("pk").iterator(chunk_size=BATCH):
        sponsor.search_name = search_form(sponsor.family_name, sponsor.given_name)
        sponsor.found_words = found_form(sponsor.family_name, sponsor.given_name)
        batch.append(sponsor)
        if len(batch) == BATCH:
            Sponsor.objects.bulk_update(batch, ["search_name", "found_words"])
            batch.clear()
    Sponsor.objects.bulk_update(batch, ["search_name", "found_words"])


class Migration(migrations.Migration):
    # The index is built while others go on writing.
    atomic = False

    dependencies = [("sponsorships", "0002_guards"), ("periods", "0002_trigrams")]

    operations = [
        migrations.AddField(
            "sponsor",
            "search_name",
            models.CharField(blank=True, db_index=True, default="", editable=False, max_length=800),
        ),
        migrations.AddField("sponsor", "found_words", models.TextField(blank=True, default="", editable=False)),
        migrations.RunPython(derive, migrations.RunPython.noop),
        create_trigram_index("sponsor_found_words", table="sponsorships_sponsor", column="found_words"),
    ]
