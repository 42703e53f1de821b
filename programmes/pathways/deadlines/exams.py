"""Exams whose result is not recorded."""

from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration.accounts.roles import Subject
from integration.deadlines.facts import shape
from integration.deadlines.kinds import Kind
from integration.deadlines.models import Deadline
from integration.periods.expressions import AddDays
from programmes.pathways.deadlines.enrolments import OF_ENROLMENTS, about, its_enrolment, still_enrolled
from programmes.pathways.enums import ExamKind, Verb
from programmes.pathways.models import Exam

RESULT_AFTER_DAYS = 14
"""By then after an exam its result should be recorded (our own choice)."""


def _without_result(today: date) -> QuerySet[Any, dict[str, Any]]:
    return shape(
        Exam.objects.filter(still_enrolled(today, "enrolment__"), result=""),
        about(today, "enrolment__"),
        due_on=AddDays(F("held_on"), Value(RESULT_AFTER_DAYS)),
        reason="held",
        details={"exam": F("kind"), "held": F("held_on")},
    )


def _result_recorded(_today: date) -> Exists:
    return Exists(Exam.objects.filter(pk=OuterRef("subject")).exclude(result=""))


def _record_result(deadline: Deadline) -> str:
    asked = {"row": deadline.subject}
    return reverse("admin:pathways_enrolment_step", args=[deadline.enrolment, Verb.RECORD_EXAM], query=asked)


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
