"""What is coming for a sponsor's mentees: what falls due, exams, and what they agreed themselves."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Count, OuterRef, Subquery
from django.utils.translation import gettext as _

from integration.accounts.models import User
from integration.deadlines.calendars import Entry
from integration.deadlines.models import Deadline
from integration.deadlines.wording import when
from programmes.pathways.accompanied import Visit
from programmes.sponsorships.deadlines import CONTACT_DUE, NO_SPONSOR
from programmes.sponsorships.handover.deadlines import HANDOVER_OPEN
from programmes.sponsorships.models import NextStep
from programmes.sponsorships.portal import asked

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


def coming(visit: Visit, mentee: int) -> list[Coming]:
    """All that lies ahead for a mentee, the next first."""
    standing = [each for each in visit.once(asked.deadlines)[mentee] if each.kind not in NOT_THEIRS]
    ahead = [each for each in visit.once(asked.exams)[mentee] if each.held_on >= visit.today]
    exams = [Coming(each.held_on, str(each.get_kind_display()), "", mentee, visit.today) for each in ahead]
    return sorted([*(_of_deadline(each, visit.today) for each in standing), *exams])


def agreed(visit: Visit, mentee: int) -> list[Coming]:
    """What the sponsor agreed with a mentee and is not done yet, the next first."""
    steps = [step for step in visit.once(asked.steps)[mentee] if step.done_on is None]
    return [Coming(step.due_on, step.text, _("agreed"), mentee, visit.today) for step in steps]


def agreed_in_calendar(user: User, days: tuple[date, date]) -> Iterable[Entry]:
    """The same for the sponsor's own calendar, whose reader may be anybody: not what it says, only that it is due."""
    kept = NextStep.history.filter(id=OuterRef("pk")).order_by()
    steps = (
        NextStep.objects.visible_to(user, asked.AS_SPONSOR)
        .filter(done_on=None, due_on__range=days)
        .annotate(changed=Subquery(kept.order_by("-history_date").values("history_date")[:1]))
        .annotate(revision=Subquery(kept.values("id").annotate(number=Count("pk")).values("number")))
        .order_by("due_on", "pk")
    )
    for step in steps:
        number, title = f"step-{step.pk}", _("Agreed next step")
        yield Entry(
            number, step.due_on, title, _("See what you agreed"), step.enrolment_id, step.changed, step.revision
        )


def contact_due(visit: Visit, mentee: int) -> Coming | None:
    """By when the next contact is due, if any is agreed. Whose the last one was is not said."""
    due = [each for each in visit.once(asked.deadlines)[mentee] if each.kind == CONTACT_DUE.code]
    return _of_deadline(due[0], visit.today)._replace(said="") if due else None


def all_until(visit: Visit, last: date) -> list[Coming]:
    """Everything up to a day, whoever it is about, the next first: also contacts that are due, and what was agreed."""
    found: list[Coming] = []
    for mentee in visit.mentees:
        contact = contact_due(visit, mentee.pk)
        found += [*coming(visit, mentee.pk), *agreed(visit, mentee.pk), *([contact] if contact else [])]
    return sorted(each for each in found if each.on <= last)


def _of_deadline(deadline: Deadline, today: date) -> Coming:
    return Coming(deadline.due_on, str(deadline.title), deadline.sentence, deadline.enrolment, today)
