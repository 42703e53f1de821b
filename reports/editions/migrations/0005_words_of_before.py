"""What was closed before its words were kept is told from now on with those of today: nobody knows older ones."""

from collections import defaultdict

from django.conf import settings
from django.db import migrations

from reports.editions.guards import words_may_be_written, words_stay

NAMED = {
    "organisation": ("organisations", "Organisation", "name"),
    "programme": ("pathways", "Programme", "name"),
    "cohort": ("pathways", "Cohort", "label"),
    "target": ("community", "Target", "indicator"),
    "figure": ("community", "PublishedFigure", "label"),
}
TARGET_FIELDS = ("code", "indicator", "line", "operator", "value", "due_on", "baseline", "baseline_on")
THRESHOLDS = {"hr": 1, "public": 5}


def freeze(apps, schema_editor):
    """Write down the words of each closed edition that has none."""
    editions = apps.get_model("editions", "ReportEdition")
    words = apps.get_model("editions", "EditionWords")
    closed = editions.objects.filter(state="closed").exclude(pk__in=words.objects.values("pk"))
    for edition in closed.select_related("organisation").order_by("pk").iterator(chunk_size=100):
        codes = _codes_in(apps, edition)
        words.objects.create(
            edition=edition,
            name=edition.organisation.name,
            code=edition.organisation.code,
            threshold=THRESHOLDS.get(edition.audience, settings.DISCLOSURE_THRESHOLD),
            names={kind: names for kind, found in codes.items() if (names := _names(apps, kind, found))},
            targets=_targets(apps, edition, codes["target"]),
        )
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _codes_in(apps, edition):
    codes = defaultdict(set)
    for key in apps.get_model("editions", "ReportCell").objects.filter(edition=edition).values_list("key", flat=True):
        for kind, code in key.items():
            codes[kind].add(code)
    return codes


def _names(apps, kind, codes):
    if kind not in NAMED:
        return {}
    app, model, field = NAMED[kind]
    return dict(apps.get_model(app, model).objects.filter(code__in=codes).values_list("code", field))


def _targets(apps, edition, codes):
    own = apps.get_model("community", "Target").objects.filter(code__in=codes, organisation=edition.organisation_id)
    rows = own.order_by("due_on", "code").values(*TARGET_FIELDS)
    return [{name: None if value is None else str(value) for name, value in row.items()} for row in rows]


class Migration(migrations.Migration):
    dependencies = [
        ("editions", "0004_words"),
        ("organisations", "0003_contact_persons"),
        ("pathways", "0008_settings_and_notices"),
        ("community", "0001_initial"),
    ]

    operations = [
        words_may_be_written(),
        migrations.RunPython(freeze, migrations.RunPython.noop),
        words_stay(),
    ]
