"""What the demonstration's group gives its sponsors: a promise, guides and typical questions, and whom to ask at the partner."""

import csv
from itertools import count
from pathlib import Path

from django.utils.text import slugify

from integration.organisations.enums import OrganisationKind
from integration.organisations.models import ContactPerson, Organisation
from programmes.exchange.demonstration.landscape import PARTNER
from programmes.sponsorships.models import Guide, PromiseText

_GUIDES = Path(__file__).with_name("guides.csv")
_PROMISE_DE = """Ich begleite die Menschen, die mir anvertraut sind, mindestens bis zum Ende ihrer laufenden Phase.

Ich nehme mir etwa eine Stunde in der Woche, halte vereinbarte Termine ein und sage ab, wenn etwas dazwischenkommt.

Was mir anvertraut wird, bleibt bei mir. Wird es mir zu viel, sage ich es früh."""
_PROMISE_EN = """I accompany the people entrusted to me at least until their present phase ends.

I take about an hour a week, keep what we agreed, and say so when something comes up.

What is entrusted to me stays with me. If it becomes too much, I say so early."""


_AT_PARTNER = (
    ("Robin Keller", "Kurse und Prüfungen", "Sprachkurs, Stützunterricht", "+49 69 90009 801"),
    ("Selma Aydın", "Sozialpädagogik", "Wohnung, Anträge, Kinderbetreuung", "+49 69 90009 802"),
)


def give(group: Organisation) -> None:
    """Texts in both languages, and people of the partner for every company. A second time adds nothing."""
    _advise(group)
    partner = Organisation.objects.get(code=PARTNER)
    for company in Organisation.objects.filter(root=group, kind=OrganisationKind.COMPANY).order_by("code"):
        for name, function, topics, phone in _AT_PARTNER:
            said = {"function": function, "topics": topics, "phone": phone, "email": f"{slugify(name)}@example.org"}
            ContactPerson.objects.get_or_create(organisation=partner, kept_by=company, name=name, defaults=said)


def _advise(group: Organisation) -> None:
    texts = {"text_de": _PROMISE_DE, "text_en": _PROMISE_EN}
    PromiseText.objects.get_or_create(organisation=group, version=1, defaults=texts)
    positions = count(1)
    with _GUIDES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            key = {"organisation": group, "kind": row["kind"], "title_de": row["title_de"]}
            said = {name: row[name] for name in ("text_de", "title_en", "text_en")}
            Guide.objects.get_or_create(**key, defaults={**said, "position": next(positions)})
