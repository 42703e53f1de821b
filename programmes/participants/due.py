"""What a person's page tells of what falls due for them."""

from django.utils.translation import gettext_lazy as _

from integration.accounts.roles import Subject
from integration.admin.due import line_of, once
from integration.deadlines.queries import standing_to
from integration.deadlines.snoozing import awake
from programmes.participants.person_page import Facts, Section, Visit


def due_facts(visit: Visit) -> Facts:
    """What is near enough to be looked at, and what comes later or was put off; the next first."""
    open_ones = standing_to(visit.user).filter(participant=visit.person.pk)
    near = set(awake(open_ones.filter(shown_on__lte=visit.today), visit.today).values_list("pk", flat=True))
    lines = [line_of(each, visit.today) for each in once(list(open_ones.order_by("due_on", "kind", "pk")))]
    return {
        "near": [line for line in lines if line.deadline.pk in near],
        "later": [line for line in lines if line.deadline.pk not in near],
        "may_settle": visit.here_now,
    }


DUE = Section("due", _("What falls due"), 5, Subject.JOURNEY, "participants/person/_due.html", due_facts)
