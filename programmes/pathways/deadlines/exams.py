"""Exams: their day, their result, and another attempt."""

from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration.accounts.roles import Subject
from integration.deadlines.facts import shape
from integration.deadlines.kinds import Kind, everybody
from integration.deadlines.models import Deadline
from integration.law.enums import Number
from integration.law.expressions import value_of
from integration.law.models import LegalNumber
from integration.periods.expressions import AddDays
from programmes.pathways.deadlines.enrolments import OF_ENROLMENTS, about, its_enrolment, still_enrolled
from programmes.pathways.deadlines.trainings import LAST_EXAMS
from programmes.pathways.enums import ExamKind, ExamResult, Verb
from programmes.pathways.models import Exam

RESULT_AFTER_DAYS = 14
"""By then after an exam its result should be recorded (our own choice)."""

RESIT_AFTER_DAYS = 28
"""By then after a failed exam the next attempt should have a day (our own choice)."""


def _recorded(today: date, **conditions: Any) -> QuerySet[Exam]:
    return Exam.objects.filter(still_enrolled(today, "enrolment__"), **conditions)


def _result_recorded(_today: date) -> Exists:
    return Exists(Exam.objects.filter(pk=OuterRef("subject")).exclude(result=""))


def _record_result(deadline: Deadline) -> str:
    asked = {"row": deadline.subject}
    return reverse("admin:pathways_enrolment_step", args=[deadline.enrolment, Verb.RECORD_EXAM], query=asked)


def _record_exam(deadline: Deadline) -> str:
    return reverse("admin:pathways_enrolment_step", args=[deadline.enrolment, Verb.RECORD_EXAM])


def _page_of_person(deadline: Deadline) -> str:
    return reverse("admin:participants_participant_change", args=[deadline.participant]) + "#journey"


# --- Its day ---


def _to_come(today: date) -> QuerySet[Any, dict[str, Any]]:
    return shape(
        _recorded(today, result="", held_on__gte=today),
        about(today, "enrolment__"),
        due_on=F("held_on"),
        reason="held",
        details={"exam": F("kind"), "attempt": F("attempt")},
    )


def _held(today: date) -> Q:
    return Q(due_on__lt=today) | Q(_result_recorded(today))


EXAM_DAY = Kind(
    code="exam_day",
    title=_("Exam"),
    right=Subject.LANGUAGE,
    steps=(28, 7),
    facts=_to_come,
    settled=_held,
    sentences={"held": _("%(exam)s, attempt %(attempt)s.")},
    choices={"exam": ExamKind},
    action=_("See who it is"),
    address=_page_of_person,
    follows={**OF_ENROLMENTS, Exam: its_enrolment},
)


# --- Its result ---


def _without_result(today: date) -> QuerySet[Any, dict[str, Any]]:
    return shape(
        _recorded(today, result=""),
        about(today, "enrolment__"),
        due_on=AddDays(F("held_on"), Value(RESULT_AFTER_DAYS)),
        reason="held",
        details={"exam": F("kind"), "held": F("held_on")},
    )


EXAM_RESULT = Kind(
    code="exam_result",
    title=_("Exam result"),
    right=Subject.LANGUAGE,
    steps=(RESULT_AFTER_DAYS, 0),
    facts=_without_result,
    settled=_result_recorded,
    sentences={"held": _("%(exam)s on %(held)s; its result is not recorded yet.")},
    choices={"exam": ExamKind},
    action=_("Record the result"),
    address=_record_result,
    follows={**OF_ENROLMENTS, Exam: its_enrolment},
)


# --- Another attempt ---


def _later_attempts() -> QuerySet[Exam]:
    same = Exam.objects.filter(enrolment=OuterRef("enrolment"), kind=OuterRef("kind"))
    return same.filter(Q(attempt__gt=OuterRef("attempt")) | Q(result=ExamResult.PASSED))


def _to_repeat(today: date) -> QuerySet[Any, dict[str, Any]]:
    """Failed exams without another attempt, as long as the law lets them be taken again."""
    failed = _recorded(today, result=ExamResult.FAILED, kind__in=LAST_EXAMS).filter(~Exists(_later_attempts()))
    return shape(
        failed.annotate(resits=value_of(Number.RESITS, began="held_on")).filter(attempt__lte=F("resits")),
        about(today, "enrolment__"),
        due_on=AddDays(F("held_on"), Value(RESIT_AFTER_DAYS)),
        reason="failed",
        details={"exam": F("kind"), "held": F("held_on"), "resits": F("resits")},
    )


def _to_be_repeated(_today: date) -> Exists:
    this = Exam.objects.filter(pk=OuterRef(OuterRef("subject")))
    later = Exam.objects.filter(
        enrolment=OuterRef("enrolment"), kind__in=this.values("kind"), attempt__gt=this.values("attempt")
    )
    return Exists(later)


RESIT = Kind(
    code="resit",
    title=_("Another attempt at an exam"),
    right=Subject.LANGUAGE,
    steps=(RESIT_AFTER_DAYS, 7),
    facts=_to_repeat,
    settled=_to_be_repeated,
    sentences={
        "failed": _("%(exam)s was failed on %(held)s, and another attempt has no day yet; %(resits)s are allowed.")
    },
    choices={"exam": ExamKind},
    action=_("Record the next attempt"),
    address=_record_exam,
    follows={**OF_ENROLMENTS, Exam: its_enrolment, LegalNumber: everybody},
    law=(Number.RESITS,),
)
