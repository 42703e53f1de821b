"""Residence documents that run out."""

from datetime import date
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration.accounts.roles import Subject
from integration.deadlines.facts import shape
from integration.deadlines.kinds import Kind
from integration.deadlines.models import Deadline
from programmes.participants.documents import EFFECTIVE_END, by_latest_end, decisive
from programmes.participants.enums import ResidenceKind
from programmes.participants.models import ResidenceDocument
from programmes.pathways.deadlines.enrolments import (
    OF_ENROLMENTS,
    about,
    its_persons,
    open_enrolment,
    still_enrolled,
)
from programmes.pathways.models import Enrolment

LEAD_DAYS = (180, 90, 60, 30)
"""Before the end of the legal validity (FIELD.md 2.5, "re-check before expiry": own lead times)."""


def _running_out(today: date) -> QuerySet[Any, dict[str, Any]]:
    """Of the best document by its end; nothing where its kind decides: not needed, unlimited, or pending."""
    extended = Case(When(Q(legal_valid_to__gt=F("printed_valid_to")), then=Value("by_law")), default=Value("printed"))
    rows = Enrolment.objects.annotate(
        of_kind=decisive("participant", today, needs_none=1, unlimited=1, pending=1),
        valid_to=by_latest_end("participant", today, F("end")),
    )
    return shape(
        rows.filter(still_enrolled(today), Q(ended_on__isnull=True) | Q(ended_on__gt=F("valid_to")), of_kind=None),
        about(today),
        due_on=F("valid_to"),
        reason=by_latest_end("participant", today, extended),
        details={
            "document": by_latest_end("participant", today, F("kind")),
            "ends": F("valid_to"),
            "printed": by_latest_end("participant", today, F("printed_valid_to")),
        },
    )


def _better_document(today: date) -> Q:
    """The document still says that day, and yet it counts no more: there is a later one, or none is needed."""
    same = ResidenceDocument.objects.filter(participant=OuterRef("participant")).annotate(end=EFFECTIVE_END)
    return Q(Exists(same.filter(end=OuterRef("due_on")))) & Q(open_enrolment(today))


def _new_document(deadline: Deadline) -> str:
    return reverse("admin:participants_residencedocument_add", query={"participant": deadline.participant})


PERMIT_ENDS = Kind(
    code="permit_ends",
    title=_("Residence document"),
    right=Subject.RESIDENCE,
    steps=LEAD_DAYS,
    facts=_running_out,
    settled=_better_document,
    sentences={
        "printed": _("%(document)s is valid until %(ends)s."),
        "by_law": _("%(document)s is valid by law until %(ends)s; %(printed)s is printed on it."),
    },
    choices={"document": ResidenceKind},
    action=_("Record the new document"),
    address=_new_document,
    follows={**OF_ENROLMENTS, ResidenceDocument: its_persons},
)
