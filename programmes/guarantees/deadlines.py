"""Guarantees that are to be decided."""

from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration.accounts.roles import Subject
from integration.deadlines.facts import shape
from integration.deadlines.kinds import Kind, register
from integration.deadlines.models import Deadline
from integration.periods.expressions import Anniversary
from programmes.guarantees.models import RetentionGuarantee
from programmes.pathways.deadlines.enrolments import OF_ENROLMENTS, about, its_enrolment
from programmes.pathways.enums import Outcome, PhaseKind
from programmes.pathways.models import PhaseEntry

DECISION_MONTHS = 6
"""So long before the planned end of the training a guarantee is decided: from then on a trainee may be bound (§ 12 BBiG)."""


def declare() -> None:
    """The one kind there is."""
    register(GUARANTEE_DECISION)


def _undecided(today: date) -> QuerySet[Any, dict[str, Any]]:
    """Guarantees that hold, of a training that goes on or was passed; it belongs to the latest that has begun."""
    trainings = PhaseEntry.objects.filter(
        enrolment=OuterRef("enrolment"), phase__kind=PhaseKind.TRAINING, started_on__lte=today
    ).order_by("-started_on", "-pk")
    rows = RetentionGuarantee.objects.annotate(
        training_ends=Subquery(trainings.values("planned_end_on")[:1]),
        training_ended=Subquery(trainings.values("ended_on")[:1]),
        training_outcome=Subquery(trainings.values("outcome")[:1]),
    ).filter(
        Q(held_until__isnull=True) | Q(held_until__gte=today),
        Q(training_ended__isnull=True) | Q(training_outcome=Outcome.PASSED),
        decision="",
        void=False,
    )
    return shape(
        rows,
        about(today, "enrolment__"),
        due_on=Anniversary(F("training_ends"), Value(-DECISION_MONTHS)),
        reason="training_ends",
        details={"given": F("given_on"), "ends": F("training_ends")},
    )


def _decided(_today: date) -> Exists:
    return Exists(RetentionGuarantee.objects.filter(pk=OuterRef("subject")).exclude(decision=""))


def _page_of_guarantee(deadline: Deadline) -> str:
    return reverse("admin:guarantees_retentionguarantee_change", args=[deadline.subject])


GUARANTEE_DECISION = Kind(
    code="guarantee_decision",
    title=_("Guarantee"),
    right=Subject.GUARANTEE,
    steps=(60, 14),
    facts=_undecided,
    settled=_decided,
    sentences={"training_ends": _("Given on %(given)s and not decided; the training is planned until %(ends)s.")},
    action=_("Decide the guarantee"),
    address=_page_of_guarantee,
    follows={**OF_ENROLMENTS, PhaseEntry: its_enrolment, RetentionGuarantee: its_enrolment},
)
