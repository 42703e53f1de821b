"""What few people have: youth representatives, recognitions, handovers, exams, people who come back.

No bundle brings it all, and a kind that never falls due would be measured with nothing.
"""

from datetime import date
from pathlib import Path

from django.db import connection, transaction

from bench.statements import prepare, run
from integration.deadlines.kinds import kinds
from integration.deadlines.models import Deadline
from integration.sealed.sealing import seal_text
from programmes.pathways.models import Enrolment
from programmes.pathways.services.affiliations import rebuild_affiliations
from programmes.pathways.services.progress import rebuild_progress
from programmes.sponsorships.models import Handover

_STATEMENTS = Path(__file__).with_suffix(".sql")


def add(today: date) -> None:
    """To people who are there already, each to a small share of those whom it can happen to."""
    note = seal_text("Wer geht künftig mit zur Kammer?", Handover._meta.get_field("note").purpose)
    with transaction.atomic(), connection.cursor() as cursor:
        prepare(cursor)
        run(cursor, _STATEMENTS, {"today": today, "note": note})
    ids = list(Enrolment.objects.filter(code__startswith="RARE-").order_by("pk").values_list("pk", flat=True))
    ids += list(Enrolment.objects.filter(phase_entries__code__startswith="RARE-").values_list("pk", flat=True))
    rebuild_affiliations(ids)
    rebuild_progress(ids)


def lacking() -> list[str]:
    """The kinds of which nothing falls due."""
    there = set(Deadline.objects.filter(state="open").order_by("kind").values_list("kind", flat=True).distinct())
    return [kind.code for kind in kinds() if kind.code not in there]
