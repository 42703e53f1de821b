"""Who is reminded when the one whose turn it is may not know it any more, and when turns change before a letter leaves."""

from datetime import timedelta

import pytest

from integration.accounts.roles import Role
from integration.deadlines.enums import Rhythm
from integration.deadlines.models import Reminder, ReminderWish
from integration.organisations.models import Membership
from programmes.pathways.enums import PhaseKind
from tests import factories as make
from tests.integration.deadlines.asking import at, look, reminded
from tests.integration.deadlines.reminding import LATE, THIRTY, ending, manager_of, name, sponsor_of

pytestmark = pytest.mark.django_db


def test_a_sponsor_who_lost_the_role_is_not_reminded_but_the_responsible_person_is(time_machine):
    time_machine.move_to(at(THIRTY))
    enrolled = make.enrolment()
    make.phase(enrolled.cohort.programme, PhaseKind.COACHING, contact_interval_days=14)
    make.phase_entry(enrolled, PhaseKind.COACHING, started_on=THIRTY)
    manager = manager_of(enrolled)
    sponsor, _sponsorship = sponsor_of(enrolled)
    Membership.objects.filter(user=sponsor, role=Role.SPONSOR).update(ended_on=THIRTY)

    look(THIRTY + timedelta(days=14))

    assert (reminded(sponsor), reminded(manager)) == ([], [("contact_due", "step", 0, "written")])


def test_what_waited_while_others_had_the_turn_waits_again_when_it_comes_back(time_machine):
    time_machine.move_to(at(LATE))
    enrolled = ending(on=THIRTY)
    first, second = manager_of(enrolled), manager_of(enrolled)
    name(enrolled.organisation, first, second)
    wish = ReminderWish.objects.create(owner=first, away_from=LATE, away_until=LATE)
    ReminderWish.objects.create(owner=second, rhythm=Rhythm.WEEKLY)
    look(LATE)  # the letter of this week
    entry = ending(on=LATE - timedelta(days=14), cohort=enrolled.cohort).phase_entries.get()
    seen = []
    for days, away in ((1, True), (2, False), (3, True)):
        wish.away_from, wish.away_until = (LATE + timedelta(days=days),) * 2 if away else (LATE, LATE)
        wish.save()
        time_machine.move_to(at(LATE + timedelta(days=days)))
        look(LATE + timedelta(days=days))
        rows = Reminder.objects.filter(recipient=second, deadline__subject=entry.pk, occasion="step").order_by("pk")
        seen.append([row.withheld or row.state for row in rows])

    assert seen == [["waiting"], ["others"], ["waiting"]]
