"""The ground for tests about reminders: something that ends, who is responsible, and who accompanies."""

from datetime import date

from integration.accounts.roles import Role
from integration.deadlines.models import Responsibility
from programmes.pathways.enums import PhaseKind
from tests import factories as make

ENDS = date(2026, 8, 31)
THIRTY = date(2026, 8, 1)
SEVEN = date(2026, 8, 24)
LATE = date(2026, 9, 14)


def ending(on=ENDS, **fields):
    """Somebody whose qualification ends on a day; of a training other things fall due, too."""
    enrolled = make.enrolment(**fields)
    if not enrolled.cohort.programme.phases.filter(kind=PhaseKind.QUALIFICATION).exists():
        make.phase(enrolled.cohort.programme, PhaseKind.QUALIFICATION)
    make.phase_entry(enrolled, PhaseKind.QUALIFICATION, planned_end_on=on)
    return enrolled


def manager_of(enrolled, **fields):
    return make.member(Role.TRAINING_MANAGER, enrolled.organisation, **fields)


def name(at_place, responsible, deputy=None):
    return Responsibility.objects.create(organisation=at_place, responsible=responsible, deputy=deputy)


def sponsor_of(enrolled, **fields):
    user = make.member(Role.SPONSOR, enrolled.organisation, **fields)
    return user, make.sponsorship(enrolled, make.sponsor(user=user, organisation=enrolled.organisation))
