"""Dates and results of exams."""

from datetime import date

from integration.accounts.models import User
from programmes.pathways.enums import ExamKind, ExamResult, Verb
from programmes.pathways.models import Enrolment, Exam
from programmes.pathways.services.steps import check_days, journey_step


def record_exam(
    enrolment: Enrolment,
    kind: ExamKind,
    held_on: date,
    *,
    attempt: int = 1,
    result: ExamResult | None = None,
    by: User | None = None,
) -> Exam:
    """Record an exam's date, later its result. The same attempt again corrects it, or changes nothing if all is the same."""
    check_days(held_on)
    with journey_step(enrolment, Verb.RECORD_EXAM, by) as step:
        said = {"held_on": held_on, "result": result or ""}
        standing = step.enrolment.exams.filter(kind=kind, attempt=attempt).first()
        if standing is None:
            step.require_possible()
            return step.create(Exam(enrolment=step.enrolment, kind=kind, attempt=attempt, **said))
        step.change(standing, **said)
        return standing
