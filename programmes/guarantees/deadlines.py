"""Guarantees that are to be decided."""

from datetime import date
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Least
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration.accounts.roles import Subject
from integration.deadlines.facts import shape
from integration.deadlines.kinds import Kind, everybody, register
from integration.deadlines.models import Deadline
from integration.law.enums import Number
from integration.law.expressions import before
from integration.law.models import LegalNumber
from programmes.guarantees.enums import Contract
from programmes.guarantees.models import Employment, RetentionGuarantee
from programmes.pathways.deadlines.enrolments import OF_ENROLMENTS, about, its_enrolment
from programmes.pathways.enums import Outcome, PhaseKind, Verb
from programmes.pathways.models import PhaseEntry


def declare() -> None:
    """The one kind there is."""
    register(GUARANTEE_DECISION)


def _undecided(today: date) -> QuerySet[Any, dict[str, Any]]:
    """Guarantees that hold, of a training that goes on or was passed; it belongs to the latest that has begun.

    It is to be decided before the planned end, as soon as a trainee may be bound by the law of the day on which the
    training began, and at once when the training is passed earlier. A permanent
    job after the training keeps the promise: nothing is left to be decided.
    """
    trainings = PhaseEntry.objects.filter(
        enrolment=OuterRef("enrolment"), phase__kind=PhaseKind.TRAINING, started_on__lte=today
    ).order_by("-started_on", "-pk")
    rows = RetentionGuarantee.objects.annotate(
        training_began=Subquery(trainings.values("started_on")[:1]),
        training_ends=Subquery(trainings.values("planned_end_on")[:1]),
        training_ended=Subquery(trainings.values("ended_on")[:1]),
        training_outcome=Subquery(trainings.values("outcome")[:1]),
    ).filter(
        Q(held_until__isnull=True) | Q(held_until__gte=today),
        Q(training_ended__isnull=True) | Q(training_outcome=Outcome.PASSED),
        ~Exists(_permanent_jobs().filter(started_on__gt=OuterRef("training_ended"))),
        decision="",
        void=False,
    )
    ending = rows.annotate(ends=Coalesce(F("training_ends"), F("training_ended")))
    planned = before(Number.BINDING, "ends", began="training_began")
    return shape(
        ending,
        about(today, "enrolment__"),
        due_on=Least(planned, Coalesce(F("training_ended"), planned)),
        reason=Case(When(training_ended__isnull=False, then=Value("passed")), default=Value("training_ends")),
        details={"given": F("given_on"), "ends": F("training_ends"), "passed": F("training_ended")},
    )


def _permanent_jobs() -> QuerySet[Employment]:
    return Employment.objects.filter(enrolment=OuterRef("enrolment"), contract=Contract.PERMANENT)


def _decided(_today: date) -> Q:
    decided = RetentionGuarantee.objects.filter(pk=OuterRef("subject")).exclude(decision="")
    return Q(Exists(decided)) | Q(Exists(_permanent_jobs()))


def _decide(deadline: Deadline) -> str:
    asked = {"row": deadline.subject}
    return reverse("admin:pathways_enrolment_step", args=[deadline.enrolment, Verb.DECIDE_GUARANTEE], query=asked)


GUARANTEE_DECISION = Kind(
    code="guarantee_decision",
    title=_("Guarantee"),
    right=Subject.GUARANTEE,
    steps=(60, 14),
    facts=_undecided,
    settled=_decided,
    sentences={
        "training_ends": _("Given on %(given)s and not decided; the training is planned until %(ends)s."),
        "passed": _("Given on %(given)s and not decided, although the training was passed on %(passed)s."),
    },
    action=_("Decide the guarantee"),
    address=_decide,
    follows={
        **OF_ENROLMENTS,
        PhaseEntry: its_enrolment,
        RetentionGuarantee: its_enrolment,
        Employment: its_enrolment,
        LegalNumber: everybody,
    },
    law=(Number.BINDING,),
)
