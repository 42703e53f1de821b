"""The probation of a training, and its extension after a failed exam."""

from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Case, DateField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration.accounts.roles import Subject
from integration.deadlines.facts import shape
from integration.deadlines.kinds import Kind, everybody
from integration.deadlines.models import Deadline
from integration.law.enums import Number
from integration.law.expressions import after
from integration.law.models import LegalNumber
from integration.periods.expressions import PeriodEnd
from programmes.pathways.deadlines.enrolments import OF_ENROLMENTS, about, its_enrolment, still_enrolled
from programmes.pathways.enums import ExamKind, ExamResult, PhaseKind, Verb
from programmes.pathways.law import OF_A_PROBATION
from programmes.pathways.models import Exam, JourneyStep, Phase, PhaseEntry

LAST_EXAMS = (ExamKind.FINAL, ExamKind.FINAL_PART_2)
"""On these a training ends. The first part of a final exam in two parts is not taken again by itself (§ 37 BBiG)."""


def _page_of_person(deadline: Deadline) -> str:
    return reverse("admin:participants_participant_change", args=[deadline.participant]) + "#journey"


def _extend(deadline: Deadline) -> str:
    return reverse("admin:pathways_enrolment_step", args=[deadline.enrolment, Verb.EXTEND])


def _going_on(today: date, **conditions: Any) -> QuerySet[PhaseEntry]:
    return PhaseEntry.objects.filter(still_enrolled(today, "enrolment__"), ended_on__isnull=True, **conditions)


# --- The end of the probation ---


def _probations(today: date) -> QuerySet[Any, dict[str, Any]]:
    """Of phases that go on and foresee one; when it is over there is nothing left to be done."""
    entries = _going_on(today, phase__probation_months__isnull=False)
    return shape(
        entries.annotate(
            probation_ends=Coalesce("probation_until", PeriodEnd(F("started_on"), F("phase__probation_months")))
        ).filter(probation_ends__gte=today),
        about(today, "enrolment__"),
        due_on=F("probation_ends"),
        reason=Case(When(probation_until__isnull=False, then=Value("prolonged")), default=Value("began")),
        details={"phase": F("phase__kind"), "began": F("started_on"), "months": F("phase__probation_months")},
    )


def _probation_over(today: date) -> Q:
    ended = PhaseEntry.objects.filter(pk=OuterRef("subject"), ended_on__isnull=False)
    return Q(due_on__lt=today) | Q(Exists(ended))


PROBATION_ENDS = Kind(
    code="probation_ends",
    title=_("End of the probation"),
    right=Subject.JOURNEY,
    steps=(28, 7),
    facts=_probations,
    settled=_probation_over,
    sentences={
        "began": _("%(phase)s began on %(began)s; months of probation: %(months)s."),
        "prolonged": _(
            "%(phase)s began on %(began)s; months of probation: %(months)s, prolonged by agreement because of a pause."
        ),
    },
    choices={"phase": PhaseKind},
    action=_("Talk about how it goes on"),
    address=_page_of_person,
    follows={**OF_ENROLMENTS, PhaseEntry: its_enrolment, Phase: everybody},
    law=OF_A_PROBATION,
)


# --- The extension after a failed exam ---


def _last_exams(**conditions: Any) -> QuerySet[Exam]:
    rows = Exam.objects.filter(enrolment=OuterRef("enrolment"), kind__in=LAST_EXAMS, **conditions)
    return rows.order_by("-held_on", "-attempt")


def _extended_since(day: str) -> Exists:
    extensions = JourneyStep.objects.filter(verb=Verb.EXTEND, undone_at__isnull=True, made_at__date__gte=OuterRef(day))
    return Exists(extensions.filter(enrolment=OuterRef("enrolment")))


def _foreseen_end() -> Coalesce:
    """The planned end before the first extension after a failed exam: the year counts from there, whichever attempt fails."""
    change = KeyTransform("0", "changes")
    extensions = JourneyStep.objects.filter(
        enrolment=OuterRef("enrolment"),
        verb=Verb.EXTEND,
        undone_at__isnull=True,
        made_at__date__gte=OuterRef("first_failed_on"),
    ).annotate(
        of=Cast(KeyTextTransform("id", change), BigIntegerField()),
        said=Cast(KeyTextTransform("planned_end_on", KeyTransform("before", change)), DateField()),
    )
    return Coalesce(Subquery(extensions.filter(of=OuterRef("pk")).order_by("pk").values("said")[:1]), "planned_end_on")


def _to_ask_for(today: date) -> QuerySet[Any, dict[str, Any]]:
    """Trainings that end before another attempt: they go on, up to a year, only if the trainee asks for it (§ 21 III BBiG).

    Nothing is to be asked for once the training was extended, the exam was passed, or another attempt lies within it.
    """
    again = _last_exams(result="", held_on__lte=OuterRef("planned_end_on"))
    rows = (
        _going_on(today, phase__kind=PhaseKind.TRAINING, planned_end_on__isnull=False)
        .annotate(
            first_failed_on=Subquery(_last_exams(result=ExamResult.FAILED).reverse().values("held_on")[:1]),
            failed_on=Subquery(_last_exams(result=ExamResult.FAILED).values("held_on")[:1]),
            exam=Subquery(_last_exams(result=ExamResult.FAILED).values("kind")[:1]),
        )
        .filter(
            ~Exists(_last_exams(result=ExamResult.PASSED)), ~Exists(again), ~_extended_since("failed_on"),
            failed_on__isnull=False,
        )
    )  # fmt: skip
    latest = after(Number.EXTENSION_MOST, "foreseen_end", began="started_on")
    possible = rows.annotate(foreseen_end=_foreseen_end()).annotate(latest=latest)
    return shape(
        possible.exclude(latest__lte=F("planned_end_on")),
        about(today, "enrolment__"),
        due_on=F("planned_end_on"),
        reason="failed",
        details={"exam": F("exam"), "failed": F("failed_on"), "ends": F("planned_end_on"), "latest": F("latest")},
    )


def _goes_on(_today: date) -> Q:
    """It was extended, or another attempt lies within it, or it is over."""
    entry = PhaseEntry.objects.filter(pk=OuterRef("subject"))
    moved = entry.filter(Q(ended_on__isnull=False) | Q(planned_end_on__gt=OuterRef("due_on")))
    attempt = Exam.objects.filter(enrolment=OuterRef("enrolment"), kind__in=LAST_EXAMS, held_on__lte=OuterRef("due_on"))
    return Q(Exists(moved)) | Q(Exists(attempt.filter(result__in=["", ExamResult.PASSED])))


EXTENSION = Kind(
    code="extension",
    title=_("Extension after a failed exam"),
    right=Subject.LANGUAGE,
    steps=(60, 14),
    facts=_to_ask_for,
    settled=_goes_on,
    sentences={
        "failed": _(
            "%(exam)s was failed on %(failed)s; the training ends on %(ends)s, and goes on until the next attempt, at most "
            "until %(latest)s, only if the trainee asks for it."
        )
    },
    choices={"exam": ExamKind},
    action=_("Extend if it is asked for"),
    address=_extend,
    follows={**OF_ENROLMENTS, PhaseEntry: its_enrolment, Exam: its_enrolment, LegalNumber: everybody},
    law=(Number.EXTENSION_MOST,),
)
