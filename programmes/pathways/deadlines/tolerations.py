"""The toleration for training: neither too early nor too late (§ 60c AufenthG)."""

from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration.accounts.roles import Subject
from integration.deadlines.facts import shape
from integration.deadlines.kinds import Kind, everybody
from integration.deadlines.models import Deadline
from integration.law.enums import Number
from integration.law.expressions import before
from integration.law.models import LegalNumber
from programmes.participants.enums import ResidenceKind
from programmes.participants.models import ResidenceDocument
from programmes.pathways.deadlines.enrolments import (
    OF_ENROLMENTS,
    about,
    its_enrolment,
    its_persons,
    open_enrolment,
    still_enrolled,
)
from programmes.pathways.enums import PhaseKind
from programmes.pathways.models import Phase, PhaseEntry


def _newest(participant: str, today: date) -> Subquery:
    documents = ResidenceDocument.objects.filter(participant=OuterRef(participant), issued_on__lte=today)
    return Subquery(documents.order_by("-issued_on", "-pk").values("kind")[:1])


def _to_apply_for(today: date) -> QuerySet[Any, dict[str, Any]]:
    """Trainings ahead of people who are tolerated as yet."""
    ahead = PhaseEntry.objects.filter(
        still_enrolled(today, "enrolment__"),
        phase__kind=PhaseKind.TRAINING,
        started_on__gt=today,
        ended_on__isnull=True,
    )
    rows = ahead.annotate(
        document=_newest("enrolment__participant", today),
        apply_on=before(Number.TOLERATION_APPLY, "started_on", began="started_on"),
        granted_on=before(Number.TOLERATION_EARLIEST, "started_on", began="started_on"),
    )
    return shape(
        rows.filter(document=ResidenceKind.TOLERATION),
        about(today, "enrolment__"),
        due_on=F("apply_on"),
        reason="tolerated",
        details={"starts": F("started_on"), "granted": F("granted_on")},
    )


def _other_document(today: date) -> Q:
    """Something else was issued, and the training still lies ahead."""
    ahead = PhaseEntry.objects.filter(pk=OuterRef("subject"), started_on__gt=today, ended_on__isnull=True).annotate(
        document=_newest("enrolment__participant", today)
    )
    return Q(Exists(ahead.exclude(document=ResidenceKind.TOLERATION))) & Q(open_enrolment(today))


def _new_document(deadline: Deadline) -> str:
    return reverse("admin:participants_residencedocument_add", query={"participant": deadline.participant})


TOLERATION = Kind(
    code="training_toleration",
    title=_("Toleration for training"),
    right=Subject.RESIDENCE,
    steps=(14, 1),
    facts=_to_apply_for,
    settled=_other_document,
    sentences={
        "tolerated": _(
            "The training begins on %(starts)s. The toleration for it can be applied for from this day on, not earlier; "
            "it is granted from %(granted)s on."
        )
    },
    action=_("Apply, and record the new document"),
    address=_new_document,
    follows={
        **OF_ENROLMENTS, PhaseEntry: its_enrolment, ResidenceDocument: its_persons, Phase: everybody,
        LegalNumber: everybody,
    },
    law=(Number.TOLERATION_APPLY, Number.TOLERATION_EARLIEST),
)  # fmt: skip
