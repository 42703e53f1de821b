"""Parts of words are found by their threes of letters."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("periods", "0001_calendar")]

    operations = [TrigramExtension()]
