"""The early assessment: two working days into an internship the colleagues are asked."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
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
from integration.periods.expressions import AddDays
from integration.periods.working_days import State, working_days_after
from programmes.pathways.deadlines.enrolments import OF_ENROLMENTS, about, its_enrolment, still_enrolled
from programmes.pathways.enums import PhaseKind
from programmes.pathways.models import Assessment, Phase, PhaseEntry

KEPT_DAYS = 60
"""After that nobody asks for an early assessment any more (our own choice)."""

AHEAD_DAYS = 30
"""Internships that begin later are looked at when they come nearer."""

MOST_WORKING_DAYS = 10
"""An assessment that comes later is not early any more; with a rule that says so nothing falls due."""

SITE = "enrolment__organisation__"
NOWHERE = ""


def _distances(today: date, state: str) -> dict[tuple[int, date], int]:
    """By so many days an assessment is due after the first day, for every number of working days and first day."""
    days = [today + timedelta(days=number) for number in range(-KEPT_DAYS, AHEAD_DAYS + 1)]
    return {
        (count, day): (working_days_after(day, count, state) - day).days
        for count in range(1, MOST_WORKING_DAYS + 1)
        for day in days
    }


def _due_after(today: date) -> Case:
    """The distance by the rule, the first day and the state of the site, or of the company that it belongs to.

    What is asked of the database holds for every rule that it may know: it is written out once a day.
    """
    general = _distances(today, NOWHERE)
    cases = []
    for state in State.values:
        there = Q(**{f"{SITE}state": state}) | Q(**{f"{SITE}state": "", f"{SITE}parent__state": state})
        own = {key: days for key, days in _distances(today, state).items() if general[key] != days}
        cases += [When(there & when, then=then) for when, then in _grouped(own)]
    cases += [When(when, then=then) for when, then in _grouped(general)]
    return Case(*cases)


def _grouped(distances: Mapping[tuple[int, date], int]) -> Iterator[tuple[Q, Value]]:
    groups: dict[tuple[int, int], list[date]] = {}
    for (count, day), distance in distances.items():
        groups.setdefault((count, distance), []).append(day)
    for (count, distance), days in groups.items():
        yield Q(working_days=count, started_on__in=days), Value(distance)


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
        rows.annotate(working_days=value_of(Number.EARLY_ASSESSMENT, began="started_on")).annotate(
            due_after=_due_after(today)
        ),
        about(today, "enrolment__"),
        due_on=AddDays(F("started_on"), F("due_after")),
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
