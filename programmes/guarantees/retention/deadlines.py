"""Asking after 6, 12 and 24 months whether the job goes on: retention is worth what is recorded of it."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration.accounts.roles import Subject
from integration.deadlines.facts import shape
from integration.deadlines.kinds import Kind
from integration.deadlines.models import Deadline
from integration.periods.expressions import AddDays, Anniversary
from programmes.guarantees.models import Employment
from programmes.guarantees.retention.forms import ConfirmJobForm
from programmes.guarantees.retention.models import Mark, RetentionCheck
from programmes.pathways.deadlines.enrolments import OF_ENROLMENTS, about, its_enrolment
from programmes.pathways.enums import Outcome, PhaseKind
from programmes.pathways.models import PhaseEntry

TIME_TO_ASK_DAYS = 14
"""So long after the mark it should be known (our own choice); before the mark it cannot be."""

KEPT_DAYS = 180
"""After half a year nobody asks any more (our own choice): old lists that are brought in would be full of it."""


def _takeovers() -> QuerySet[Employment]:
    """The first job of each enrolment after a passed training."""
    passed = PhaseEntry.objects.filter(
        enrolment=OuterRef("enrolment"), phase__kind=PhaseKind.TRAINING, outcome=Outcome.PASSED, ended_on__isnull=False
    ).order_by("-ended_on", "-pk")
    rows = Employment.objects.annotate(passed_on=Subquery(passed.values("ended_on")[:1]))
    earlier = Employment.objects.filter(enrolment=OuterRef("enrolment"), started_on__gt=OuterRef("passed_on"))
    first = earlier.order_by("started_on", "pk").values("pk")[:1]
    return rows.filter(started_on__gt=F("passed_on"), pk=Subquery(first))


def _unknown(mark: Mark, today: date) -> QuerySet[Any, dict[str, Any]]:
    """Jobs that reached the mark, as far as anybody knows, and nobody has asked."""
    asked = RetentionCheck.objects.filter(employment=OuterRef("pk"), months=mark)
    since = today - timedelta(days=KEPT_DAYS)
    rows = _takeovers().annotate(reached_on=Anniversary(F("started_on"), Value(mark.value)))
    return shape(
        rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=F("reached_on")), ~Exists(asked), reached_on__gte=since),
        about(today, "enrolment__"),
        due_on=AddDays(F("reached_on"), Value(TIME_TO_ASK_DAYS)),
        reason="reached",
        details={"began": F("started_on"), "reached": F("reached_on")},
    )


def _known(mark: Mark, _today: date) -> Q:
    """Somebody asked, or the job is known to have ended."""
    asked = RetentionCheck.objects.filter(employment=OuterRef("subject"), months=mark)
    ended = Employment.objects.filter(pk=OuterRef("subject"), ended_on__isnull=False)
    return Q(Exists(asked)) | Q(Exists(ended))


def _ask(deadline: Deadline) -> str:
    asked = {"row": deadline.subject}
    return reverse("admin:pathways_enrolment_step", args=[deadline.enrolment, ConfirmJobForm.name], query=asked)


def _kind(mark: Mark, title: Any) -> Kind:
    return Kind(
        code=f"retention_{mark.value}",
        title=title,
        right=Subject.GUARANTEE,
        steps=(TIME_TO_ASK_DAYS, 3),
        facts=partial(_unknown, mark),
        settled=partial(_known, mark),
        sentences={"reached": _("In the job since %(began)s; on %(reached)s nobody recorded whether it goes on.")},
        action=_("Say whether it goes on"),
        address=_ask,
        follows={
            **OF_ENROLMENTS, PhaseEntry: its_enrolment, Employment: its_enrolment, RetentionCheck: its_enrolment,
        },
    )  # fmt: skip


RETENTION = (
    _kind(Mark.HALF_A_YEAR, _("Job after 6 months")),
    _kind(Mark.A_YEAR, _("Job after 12 months")),
    _kind(Mark.TWO_YEARS, _("Job after 24 months")),
)
