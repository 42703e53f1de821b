"""Copies of residence documents are kept as long as somebody works here, and no longer (§ 4a AufenthG)."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from integration.journal.authors import delete_as
from integration.periods.refusals import one_change
from programmes.guarantees.models import Employment
from programmes.participants.models import DocumentCopy
from programmes.pathways.models import Enrolment


def delete_copies_of_the_gone(today: date | None = None) -> int:
    """Delete the copies of people whose enrolments and jobs have all ended. A second time finds none. Returns how many.

    Who was never enrolled keeps theirs: they may begin tomorrow.
    """
    day = today or timezone.localdate()
    keys = list(_no_longer_needed(day).order_by("pk").values_list("pk", flat=True))
    for key in keys:
        with one_change():
            for copy in _no_longer_needed(day).select_for_update(of=("self",)).filter(pk=key).defer("content"):
                delete_as(None, copy)
    return len(keys)


def _no_longer_needed(day: date) -> QuerySet[DocumentCopy]:
    going_on = Q(ended_on__isnull=True) | Q(ended_on__gte=day)
    enrolments = Enrolment.objects.filter(participant=OuterRef("document__participant"))
    jobs = Employment.objects.filter(going_on, enrolment__participant=OuterRef("document__participant"))
    return DocumentCopy.objects.filter(Exists(enrolments), ~Exists(enrolments.filter(going_on)), ~Exists(jobs))
