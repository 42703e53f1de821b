"""Reminders: to the right person, once for each step, as they wish, and to nobody who may not see it any more."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from integration.accounts.roles import Role
from integration.deadlines import tasks
from integration.deadlines.enums import Rhythm
from integration.deadlines.models import Deadline, Reminder, ReminderLetter, ReminderWish, Responsibility
from integration.deadlines.reminders.services import plan, write_letters
from integration.deadlines.services import refresh
from integration.organisations.enums import OrganisationKind
from integration.organisations.models import Membership
from integration.outbox.models import Message
from programmes.pathways import services as journey
from programmes.pathways.enums import PhaseKind
from tests import factories as make
from tests.integration.deadlines.asking import at, look, reminded
from tests.integration.deadlines.reminding import ENDS, LATE, SEVEN, THIRTY, ending, manager_of, name, sponsor_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine):
    """Today is whatever day a test looks at."""

    def move(day, hour=9):
        time_machine.move_to(at(day, hour))

    move(THIRTY)
    return move


# --- When ---


def test_each_step_is_reminded_of_once():
    manager = manager_of(ending())
    for step in (THIRTY, SEVEN):
        for days in range(-2, 4):
            look(step + timedelta(days=days))

    assert reminded(manager) == [
        ("planned_end", "step", 30, "written"),
        ("planned_end", "step", 7, "written"),
    ]
    assert list(ReminderLetter.objects.order_by("pk").values_list("written_on", flat=True)) == [THIRTY, SEVEN]


@pytest.mark.parametrize("day", [THIRTY, THIRTY + timedelta(days=1), SEVEN - timedelta(days=1)])
def test_it_goes_by_window_so_that_a_day_missed_is_caught_up(day):
    manager = manager_of(ending())

    look(day)

    assert reminded(manager) == [("planned_end", "step", 30, "written")]


def test_a_step_whose_window_passed_unseen_is_not_made_up_for():
    manager = manager_of(ending())

    look(THIRTY - timedelta(days=1))
    look(SEVEN + timedelta(days=2))

    assert reminded(manager) == [("planned_end", "step", 7, "written")]


def test_a_day_that_is_edited_is_reminded_of_by_its_own_steps():
    enrolled = ending()
    manager = manager_of(enrolled)
    look(THIRTY)
    journey.extend(enrolled.phase_entries.get(), date(2026, 12, 31))

    look(THIRTY)
    look(date(2026, 12, 1))

    assert reminded(manager) == [("planned_end", "step", 30, "written")] * 2
    assert list(Reminder.objects.order_by("pk").values_list("deadline__due_on", flat=True)) == [
        ENDS,
        date(2026, 12, 31),
    ]


def test_a_day_that_comes_back_is_not_reminded_of_twice():
    enrolled = ending()
    manager = manager_of(enrolled)
    look(THIRTY)
    journey.extend(enrolled.phase_entries.get(), date(2026, 12, 31))
    look(THIRTY)

    journey.undo_last_step(enrolled)
    look(THIRTY)

    assert reminded(manager) == [("planned_end", "step", 30, "written")]


def test_asking_twice_or_by_two_schedulers_adds_nothing():
    manager = manager_of(ending())
    refresh(today=THIRTY)

    assert (plan(THIRTY), plan(THIRTY)) == (1, 0)
    assert (write_letters(at(THIRTY)), write_letters(at(THIRTY))) == (1, 0)
    tasks.remind()
    assert len(reminded(manager)) == 1
    assert Message.objects.count() == 1


def test_nobody_is_written_to_before_seven():
    manager_of(ending())
    refresh(today=THIRTY)
    plan(THIRTY)

    assert (write_letters(at(THIRTY, 6)), write_letters(at(THIRTY, 7))) == (0, 1)


# --- To whom ---


def test_where_nobody_is_named_the_nearest_training_managers_are_reminded():
    company = make.organisation()
    site = make.organisation(kind=OrganisationKind.SITE, parent=company)
    ending(cohort=make.cohort(_programme_at(site)))
    above, here = make.member(Role.TRAINING_MANAGER, company), make.member(Role.TRAINING_MANAGER, site)

    look(THIRTY)

    assert (reminded(above), reminded(here)) == ([], [("planned_end", "step", 30, "written")])


def _programme_at(place):
    of = make.programme(organisation=place)
    make.phase(of, PhaseKind.INTERNSHIP)
    make.phase(of, PhaseKind.TRAINING)
    return of


def test_whoever_is_named_is_reminded_alone_also_for_places_below():
    company = make.organisation()
    site = make.organisation(kind=OrganisationKind.SITE, parent=company)
    ending(cohort=make.cohort(_programme_at(site)))
    named, other = make.member(Role.TRAINING_MANAGER, company), make.member(Role.TRAINING_MANAGER, company)
    name(company, named)

    look(THIRTY)

    assert (reminded(named), reminded(other)) == ([("planned_end", "step", 30, "written")], [])


def test_the_deputy_is_reminded_while_the_responsible_person_is_away():
    enrolled = ending()
    first, second = manager_of(enrolled), manager_of(enrolled)
    name(enrolled.organisation, first, second)
    ReminderWish.objects.create(owner=first, away_from=THIRTY, away_until=THIRTY + timedelta(days=3))

    look(THIRTY)
    away = reminded(first), reminded(second)
    look(THIRTY + timedelta(days=4))

    assert away == ([("planned_end", "step", 30, "away")], [("planned_end", "step", 30, "written")])
    assert reminded(first) == [("planned_end", "step", 30, "written")]


def test_what_is_overdue_for_two_weeks_is_told_to_the_next_in_line():
    enrolled = ending()
    first, second = manager_of(enrolled), manager_of(enrolled)
    name(enrolled.organisation, first, second)

    look(LATE - timedelta(days=1))
    before = reminded(second)
    look(LATE)

    assert (before, reminded(second)) == ([], [("planned_end", "overdue", 14, "written")])
    assert reminded(first) == [("planned_end", "step", 7, "written")]


def test_without_a_deputy_the_next_in_line_is_whoever_is_responsible_above():
    company = make.organisation()
    site = make.organisation(kind=OrganisationKind.SITE, parent=company)
    ending(cohort=make.cohort(_programme_at(site)))
    above, here = make.member(Role.TRAINING_MANAGER, company), make.member(Role.TRAINING_MANAGER, site)

    look(LATE)

    assert reminded(here) == [("planned_end", "step", 7, "written")]
    assert reminded(above) == [("planned_end", "overdue", 14, "written")]


def test_sponsors_are_reminded_of_what_the_matrix_lets_them_see():
    enrolled = ending()
    make.residence_document(enrolled.participant, printed_valid_to=ENDS)
    sponsor, _sponsorship = sponsor_of(enrolled)
    other, _sponsorship = sponsor_of(ending(on=date(2027, 8, 31), cohort=enrolled.cohort))

    look(THIRTY)

    assert (reminded(sponsor), reminded(other)) == ([("planned_end", "step", 30, "written")], [])


def test_contact_is_the_sponsors_and_the_responsible_persons_only_when_it_is_late_for_long():
    enrolled = make.enrolment()
    make.phase(enrolled.cohort.programme, PhaseKind.COACHING, contact_interval_days=14)
    make.phase_entry(enrolled, PhaseKind.COACHING)
    manager = manager_of(enrolled)
    sponsor, sponsorship = sponsor_of(enrolled)
    sponsorship.started_on = THIRTY
    sponsorship.save()

    look(THIRTY + timedelta(days=14))
    on_the_day = reminded(sponsor), reminded(manager)
    look(THIRTY + timedelta(days=28))

    assert on_the_day == ([("contact_due", "step", 0, "written")], [])
    assert reminded(manager) == [("contact_due", "step", 0, "written")]


def test_only_who_can_see_it_can_be_named():
    place = make.organisation()
    elsewhere = make.member(Role.TRAINING_MANAGER)
    sponsor = make.member(Role.SPONSOR, place)
    for user in (elsewhere, sponsor):
        with pytest.raises(ValidationError):
            Responsibility(organisation=place, responsible=user).full_clean()


def test_whoever_is_named_and_lost_the_role_is_passed_over():
    enrolled = ending()
    first, second = manager_of(enrolled), manager_of(enrolled)
    name(enrolled.organisation, first, second)
    Membership.objects.filter(user=first).update(ended_on=THIRTY - timedelta(days=1))

    look(THIRTY)

    assert (reminded(first), reminded(second)) == ([], [("planned_end", "step", 30, "written")])


# --- As each person wishes ---


def wish(user, rhythm):
    ReminderWish.objects.create(owner=user, rhythm=rhythm)
    return user


def letters():
    return list(ReminderLetter.objects.order_by("pk").values_list("written_on", "digest"))


def test_a_letter_a_day_holds_all_of_that_day():
    enrolled = ending()
    ending(cohort=enrolled.cohort)
    manager_of(enrolled)

    look(THIRTY)
    ending(cohort=enrolled.cohort)
    look(THIRTY)
    look(THIRTY + timedelta(days=1))

    assert letters() == [(THIRTY, True), (THIRTY + timedelta(days=1), True)]
    assert list(Reminder.objects.order_by("letter").values_list("letter__written_on", flat=True)) == [
        THIRTY,
        THIRTY,
        THIRTY + timedelta(days=1),
    ]


def test_a_letter_a_week_holds_all_of_that_week():
    enrolled = ending()
    wish(manager_of(enrolled), Rhythm.WEEKLY)
    day = THIRTY  # a Saturday
    look(day)
    ending(on=ENDS + timedelta(days=1), cohort=enrolled.cohort)
    ending(on=ENDS + timedelta(days=3), cohort=enrolled.cohort)
    for days in range(1, 9):
        look(day + timedelta(days=days))

    assert letters() == [(THIRTY, True), (date(2026, 8, 3), True)]


def test_what_waited_for_a_weekly_letter_makes_room_for_the_later_step():
    enrolled = ending(on=date(2026, 9, 9))
    manager = wish(manager_of(enrolled), Rhythm.WEEKLY)
    ending(on=THIRTY + timedelta(days=7), cohort=enrolled.cohort)
    look(THIRTY)  # the letter of this week
    entry = ending(on=date(2026, 9, 1), cohort=enrolled.cohort).phase_entries.get()
    look(THIRTY + timedelta(days=1))
    Deadline.objects.filter(kind="planned_end", subject=entry.pk).update(shown_on=date(2026, 7, 1))

    plan(date(2026, 8, 25))

    assert [row for row in reminded(manager) if row[3] == "later_step"] == [("planned_end", "step", 30, "later_step")]


def test_single_reminders_come_at_once_each_by_itself():
    enrolled = ending()
    ending(cohort=enrolled.cohort)
    wish(manager_of(enrolled), Rhythm.SINGLE)

    look(THIRTY)

    assert letters() == [(THIRTY, False)] * 2


def test_of_many_at_once_there_is_one_letter_all_the_same():
    enrolled = ending()
    for _ in range(5):
        ending(cohort=enrolled.cohort)
    wish(manager_of(enrolled), Rhythm.SINGLE)

    look(THIRTY)

    assert letters() == [(THIRTY, True)]


def test_sponsors_who_wish_no_letters_get_none_and_the_record_says_why():
    enrolled = ending()
    sponsor, _sponsorship = sponsor_of(enrolled)
    wish(sponsor, Rhythm.NEVER)

    look(THIRTY)
    ReminderWish.objects.update(rhythm=Rhythm.DAILY)
    look(THIRTY + timedelta(days=1))

    assert (letters(), reminded(sponsor)) == ([], [("planned_end", "step", 30, "wished")])


def test_training_managers_cannot_do_without_letters():
    enrolled = ending()
    wish(manager_of(enrolled), Rhythm.NEVER)

    look(THIRTY)

    assert letters() == [(THIRTY, True)]


def test_sponsors_never_get_more_than_one_a_day():
    enrolled = ending()
    sponsor, _sponsorship = sponsor_of(enrolled)
    wish(sponsor, Rhythm.SINGLE)
    make.phase(enrolled.cohort.programme, PhaseKind.LANGUAGE_COURSE, parallel=True)
    make.phase_entry(enrolled, PhaseKind.LANGUAGE_COURSE, planned_end_on=ENDS)

    look(THIRTY)
    make.exam(enrolled, held_on=THIRTY)
    look(THIRTY)

    assert letters() == [(THIRTY, True)]
