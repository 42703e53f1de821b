"""What is coming for a sponsor's mentees: what falls due, exams, and what they agreed themselves."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.deadlines.enums import DeadlineState
from integration.deadlines.models import Deadline
from integration.deadlines.wording import when
from programmes.pathways.models import Enrolment, Exam
from programmes.sponsorships.deadlines import CONTACT_DUE, NO_SPONSOR
from programmes.sponsorships.handover.deadlines import HANDOVER_OPEN
from programmes.sponsorships.models import NextStep

NOT_THEIRS = (NO_SPONSOR.code, CONTACT_DUE.code, HANDOVER_OPEN.code, "exam_day", "exam_result", "training_last_day")
"""Who else accompanies somebody is not theirs to know; contacts, exams and planned ends are shown for themselves."""


class Coming(NamedTuple):
    """Something of a day that lies ahead, or should have been by now."""

    on: date
    title: str
    said: str
    enrolment: int
    today: date

    @property
    def when(self) -> str:
        """How far away it is, as people say it."""
        return when(self.on, self.today)

    @property
    def overdue(self) -> bool:
        """Whether its day has passed."""
        return self.on < self.today


def coming(user: User, enrolments: Sequence[Enrolment], today: date) -> dict[int, list[Coming]]:
    """All that lies ahead for these mentees, by enrolment, the next first. A constant number of queries."""
    found: dict[int, list[Coming]] = {each.pk: [] for each in enrolments}
    for deadline in _standing(user, enrolments).exclude(kind__in=NOT_THEIRS):
        found[deadline.enrolment].append(_of_deadline(deadline, today))
    exams = Exam.objects.visible_to(user, {Role.SPONSOR}).filter(enrolment__in=list(found), held_on__gte=today)
    for exam in exams.order_by("held_on", "pk"):
        found[exam.enrolment_id].append(
            Coming(exam.held_on, str(exam.get_kind_display()), "", exam.enrolment_id, today)
        )
    return {key: sorted(dates) for key, dates in found.items()}


def agreed(user: User, enrolments: Sequence[Enrolment], today: date) -> dict[int, list[Coming]]:
    """What the sponsor agreed with them and is not done yet, by enrolment, the next first."""
    found: dict[int, list[Coming]] = {each.pk: [] for each in enrolments}
    steps = NextStep.objects.visible_to(user, {Role.SPONSOR}).filter(sponsor__user=user, enrolment__in=list(found))
    for step in steps.filter(done_on=None).order_by("due_on", "pk"):
        found[step.enrolment_id].append(Coming(step.due_on, step.text, _("agreed"), step.enrolment_id, today))
    return found


def all_until(user: User, enrolments: Sequence[Enrolment], today: date, last: date) -> list[Coming]:
    """Everything up to a day, whoever it is about, the next first: also contacts that are due, and what was agreed."""
    found = list(contact_due(user, enrolments, today).values())
    for dates in (coming(user, enrolments, today), agreed(user, enrolments, today)):
        found += [each for of_mentee in dates.values() for each in of_mentee]
    return sorted(each for each in found if each.on <= last)


def contact_due(user: User, enrolments: Sequence[Enrolment], today: date) -> dict[int, Coming]:
    """By when the next contact is due, of those for whom any is agreed. Whose the last one was is not said."""
    rows = _standing(user, enrolments).filter(kind=CONTACT_DUE.code)
    return {each.enrolment: _of_deadline(each, today)._replace(said="") for each in rows}


def _standing(user: User, enrolments: Sequence[Enrolment]) -> QuerySet[Deadline]:
    """What stands for them, as far as sponsors may read of it."""
    visible = Deadline.objects.visible_to(user, {Role.SPONSOR})
    return visible.filter(state=DeadlineState.OPEN, enrolment__in=[each.pk for each in enrolments]).order_by(
        "due_on", "pk"
    )


def _of_deadline(deadline: Deadline, today: date) -> Coming:
    return Coming(deadline.due_on, str(deadline.title), deadline.sentence, deadline.enrolment, today)
