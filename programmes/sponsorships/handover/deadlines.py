"""A handover that is open: nobody takes over yet, or whoever does has not said so."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration.accounts.roles import Subject
from integration.deadlines.facts import shape
from integration.deadlines.kinds import Kind
from integration.deadlines.models import Deadline
from programmes.pathways.deadlines.enrolments import OF_ENROLMENTS, about, its_enrolment, still_enrolled
from programmes.sponsorships.enums import HandoverState
from programmes.sponsorships.models import Handover, Sponsorship
from programmes.sponsorships.models.handover import OPEN

TO_ENROLMENT = "sponsorship__enrolment__"


def _open_handovers(today: date) -> QuerySet[Any, dict[str, Any]]:
    rows = Handover.objects.filter(OPEN, still_enrolled(today, TO_ENROLMENT))
    return shape(
        rows,
        about(today, TO_ENROLMENT),
        due_on=F("last_day"),
        reason=Case(
            When(successor=None, then=Value(HandoverState.REQUESTED.value)),
            default=Value(HandoverState.ARRANGED.value),
        ),
        details={"last": F("last_day")},
    )


def _acknowledged(_today: date) -> Exists:
    return Exists(Handover.objects.filter(pk=OuterRef("subject"), acknowledged_at__isnull=False))


def _its_enrolment(handover: Handover) -> Iterable[int]:
    return (handover.sponsorship.enrolment_id,)


def _hand_over(deadline: Deadline) -> str:
    return reverse("admin:pathways_enrolment_step", args=[deadline.enrolment, "hand_over"])


HANDOVER_OPEN = Kind(
    code="handover_open",
    title=_("Handover"),
    right=Subject.SPONSORSHIP,
    steps=(30, 7),
    facts=_open_handovers,
    settled=_acknowledged,
    sentences={
        HandoverState.REQUESTED: _("The sponsor hands over after %(last)s, and nobody takes over yet."),
        HandoverState.ARRANGED: _("The sponsor hands over after %(last)s; who takes over has not acknowledged it yet."),
    },
    action=_("Arrange the handover"),
    address=_hand_over,
    follows={**OF_ENROLMENTS, Sponsorship: its_enrolment, Handover: _its_enrolment},
)
