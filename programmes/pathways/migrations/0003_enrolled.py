"""People know whether they are enrolled, so that those who are not are found without looking at all."""

from django.db import migrations
from django.db.models import Exists, OuterRef


def derive(apps, _schema_editor):
    Enrolment = apps.get_model("pathways", "Enrolment")
    Participant = apps.get_model("participants", "Participant")
    Participant.objects.filter(Exists(Enrolment.objects.filter(participant=OuterRef("pk")))).update(enrolled=True)


class Migration(migrations.Migration):
    dependencies = [("pathways", "0002_guards"), ("participants", "0002_found")]

    operations = [migrations.RunPython(derive, migrations.RunPython.noop)]
