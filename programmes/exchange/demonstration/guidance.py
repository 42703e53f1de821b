"""What the demonstration's group gives its sponsors: the promise to accompany, guides and typical questions."""

import csv
from itertools import count
from pathlib import Path

from integration.organisations.models import Organisation
from programmes.sponsorships.models import Guide, PromiseText

_GUIDES = Path(__file__).with_name("guides.csv")
_PROMISE_DE = """Ich begleite die Menschen, die mir anvertraut sind, mindestens bis zum Ende ihrer laufenden Phase.

Ich nehme mir etwa eine Stunde in der Woche, halte vereinbarte Termine ein und sage ab, wenn etwas dazwischenkommt.

Was mir anvertraut wird, bleibt bei mir. Wird es mir zu viel, sage ich es früh."""
_PROMISE_EN = """I accompany the people entrusted to me at least until their present phase ends.

I take about an hour a week, keep what we agreed, and say so when something comes up.

What is entrusted to me stays with me. If it becomes too much, I say so early."""


def give(group: Organisation) -> None:
    """Both languages. A second time adds nothing."""
    texts = {"text_de": _PROMISE_DE, "text_en": _PROMISE_EN}
    PromiseText.objects.get_or_create(organisation=group, version=1, defaults=texts)
    positions = count(1)
    with _GUIDES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            key = {"organisation": group, "kind": row["kind"], "title_de": row["title_de"]}
            said = {name: row[name] for name in ("text_de", "title_en", "text_en")}
            Guide.objects.get_or_create(**key, defaults={**said, "position": next(positions)})
