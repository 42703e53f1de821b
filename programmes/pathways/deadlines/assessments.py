"""The early assessment: two working days into an internship the colleagues are asked."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Exists, F, JSONField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration.accounts.roles import Subject
from integration.deadlines.facts import shape
from integration.deadlines.kinds import Kind, everybody
from integration.deadlines.models import Deadline
from integration.law.enums import Number
from integration.law.expressions import value_of
from integration.law.models import LegalNumber
from integration.organisations.models import Organisation
from integration.periods.expressions import WorkingDaysAfter
from integration.periods.working_days import EVERYWHERE, public_holidays
from programmes.pathways.deadlines.enrolments import OF_ENROLMENTS, about, its_enrolment, still_enrolled
from programmes.pathways.enums import PhaseKind
from programmes.pathways.models import Assessment, Phase, PhaseEntry

KEPT_DAYS = 60
"""After that nobody asks for an early assessment any more (our own choice)."""

AHEAD_DAYS = 30
"""Internships that begin later are looked at when they come nearer. Nothing to be set: before one began nobody can say
anything about it, and only for so long ahead are the public holidays looked up."""


def _due_on(today: date) -> WorkingDaysAfter:
    """By the rule, the first day and the state of the site, or of the company that it belongs to."""
    site = "enrolment__organisation__"
    companys = Coalesce(f"{site}parent__state", Value(EVERYWHERE))
    state = Case(When(Q(**{f"{site}state": EVERYWHERE}), then=companys), default=f"{site}state")
    free = public_holidays((today - timedelta(days=KEPT_DAYS)).year, (today + timedelta(days=AHEAD_DAYS)).year + 1)
    return WorkingDaysAfter(F("started_on"), F("working_days"), state, Value(free, JSONField()))


def _to_ask(today: date) -> QuerySet[Any, dict[str, Any]]:
    """Internships of which nobody has said anything yet."""
    asked = Assessment.objects.filter(entry=OuterRef("pk"))
    since, until = today - timedelta(days=KEPT_DAYS), today + timedelta(days=AHEAD_DAYS)
    rows = PhaseEntry.objects.filter(
        still_enrolled(today, "enrolment__"),
        ~Exists(asked),
        phase__kind=PhaseKind.INTERNSHIP,
        started_on__gte=since,
        started_on__lte=until,
    )
    return shape(
        rows.annotate(working_days=value_of(Number.EARLY_ASSESSMENT, began="started_on")),
        about(today, "enrolment__"),
        due_on=_due_on(today),
        reason="began",
        details={"began": F("started_on")},
    )


def _asked(_today: date) -> Exists:
    return Exists(Assessment.objects.filter(entry=OuterRef("subject")))


def _ask(deadline: Deadline) -> str:
    return reverse(
        "admin:pathways_enrolment_step", args=[deadline.enrolment, "assess"], query={"row": deadline.subject}
    )


EARLY_ASSESSMENT = Kind(
    code="early_assessment",
    title=_("Early assessment"),
    right=Subject.JOURNEY,
    steps=(4, 1),
    facts=_to_ask,
    settled=_asked,
    sentences={"began": _("The internship begins on %(began)s; after the first days the colleagues know if it fits.")},
    action=_("Record what they say"),
    address=_ask,
    follows={
        **OF_ENROLMENTS, PhaseEntry: its_enrolment, Assessment: its_enrolment, Phase: everybody,
        Organisation: everybody, LegalNumber: everybody,
    },
    law=(Number.EARLY_ASSESSMENT,),
    escalates_after=3,
)  # fmt: skip
