"""Reminders: to the right person, once for each step, as they wish, and to nobody who may not see it any more."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from integration.accounts.roles import Role
from integration.deadlines import tasks
from integration.deadlines.enums import Rhythm
from integration.deadlines.models import Deadline, Reminder, ReminderLetter, ReminderWish, Responsibility
from integration.deadlines.reminders.services import plan, write_letters
from integration.deadlines.services import refresh
from integration.deadlines.snoozing import put_off
from integration.organisations.enums import OrganisationKind
from integration.organisations.models import Membership
from integration.outbox.delivery import deliver
from integration.outbox.models import Message
from programmes.pathways import services as journey
from programmes.pathways.enums import PhaseKind
from tests import factories as make
from tests.integration.deadlines.asking import at, look, reminded

pytestmark = pytest.mark.django_db

ENDS = date(2026, 8, 31)
THIRTY = date(2026, 8, 1)
SEVEN = date(2026, 8, 24)
LATE = date(2026, 9, 14)


@pytest.fixture(autouse=True)
def clock(time_machine):
    """Today is whatever day a test looks at."""

    def move(day, hour=9):
        time_machine.move_to(at(day, hour))

    move(THIRTY)
    return move


def ending(on=ENDS, **fields):
    enrolled = make.enrolment(**fields)
    make.phase_entry(enrolled, planned_end_on=on)
    return enrolled


def manager_of(enrolled, **fields):
    return make.member(Role.TRAINING_MANAGER, enrolled.organisation, **fields)


def name(at_place, responsible, deputy=None):
    return Responsibility.objects.create(organisation=at_place, responsible=responsible, deputy=deputy)


def sponsor_of(enrolled, **fields):
    user = make.member(Role.SPONSOR, enrolled.organisation, **fields)
    return user, make.sponsorship(enrolled, make.sponsor(user=user, organisation=enrolled.organisation))


def send_all():
    """What the workers do."""
    for message in Message.objects.order_by("pk"):
        deliver(message.pk)
    return [(each.to[0], each.subject) for each in mail.outbox]


# --- When ---


def test_each_step_is_reminded_of_once():
    manager = manager_of(ending())
    day = date(2026, 7, 20)
    while day <= date(2026, 9, 10):
        look(day)
        day += timedelta(days=1)

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


# --- What leaves ---


def test_a_letter_says_how_much_of_what_and_leads_there_without_any_name():
    enrolled = ending(participant=make.participant(given_name="Zelda", family_name="Quax"))
    ending(cohort=enrolled.cohort)
    manager_of(enrolled, email="ausbildung@example.org")
    look(THIRTY)

    assert send_all() == [("ausbildung@example.org", "Einstieg: 2 Erinnerungen")]
    body = mail.outbox[0].body
    assert "– Geplantes Ende: 2" in body
    assert "http://127.0.0.1:8000/admin/" in body
    assert [word for word in ("Zelda", "Quax") if word in body] == []


def test_a_letter_is_in_the_readers_language_and_about_one_thing_it_leads_to_its_page():
    manager_of(ending(), language="en")
    look(THIRTY)

    assert [subject for _to, subject in send_all()] == ["Einstieg: 1 reminder"]
    assert f"/admin/deadlines/{Deadline.objects.get(kind='planned_end').pk}/" in mail.outbox[0].body


def test_sponsors_are_led_to_where_their_work_is():
    sponsor_of(ending(), email="pate@example.org")
    look(THIRTY)
    send_all()

    assert mail.outbox[0].to == ["pate@example.org"]
    assert "/admin/" not in mail.outbox[0].body


def test_what_is_settled_before_the_letter_leaves_is_left_out():
    enrolled = ending()
    manager = manager_of(enrolled)
    look(THIRTY)
    journey.complete_phase(enrolled.phase_entries.get(), THIRTY - timedelta(days=1), "passed")

    assert send_all() == []
    assert Message.objects.get().state == "dropped"
    assert reminded(manager) == [("planned_end", "step", 30, "over")]


def test_whoever_may_not_see_it_any_more_when_the_letter_leaves_gets_nothing(clock):
    sponsor, sponsorship = sponsor_of(ending())
    sponsorship.ended_on = THIRTY
    sponsorship.save()
    look(THIRTY)
    clock(THIRTY + timedelta(days=1), hour=0)

    assert send_all() == []
    assert reminded(sponsor) == [("planned_end", "step", 30, "not_seen")]


def test_whoever_cannot_sign_in_any_more_gets_nothing():
    manager = manager_of(ending())
    look(THIRTY)
    manager.is_active = False
    manager.save()

    assert send_all() == []
    assert reminded(manager) == [("planned_end", "step", 30, "not_seen")]


def test_of_several_only_those_that_still_stand_are_told():
    enrolled = ending()
    other = ending(cohort=enrolled.cohort)
    manager_of(enrolled)
    look(THIRTY)
    journey.extend(other.phase_entries.get(), date(2027, 2, 28))

    assert [subject for _to, subject in send_all()] == ["Einstieg: 1 Erinnerung"]


def test_what_was_left_out_and_stands_again_is_told_after_all():
    enrolled = ending()
    manager = manager_of(enrolled)
    look(THIRTY)
    journey.extend(enrolled.phase_entries.get(), date(2027, 2, 28))
    send_all()
    journey.undo_last_step(enrolled)

    look(THIRTY + timedelta(days=1))

    assert reminded(manager) == [("planned_end", "step", 30, "written")]
    assert len(send_all()) == 1


# --- Putting off ---


def test_what_is_put_off_reminds_nobody_and_comes_back_by_itself(clock):
    enrolled = ending()
    manager = manager_of(enrolled)
    refresh(today=THIRTY)
    put_off(Deadline.objects.get(kind="planned_end"), SEVEN, "Termin am 24.", manager)

    look(THIRTY)
    look(SEVEN - timedelta(days=1))
    asleep = reminded(manager)
    look(SEVEN)
    look(SEVEN + timedelta(days=1))

    assert asleep == []
    assert [row[1:] for row in reminded(manager)] == [("step", 7, "written"), ("back", 1, "written")]
    clock(SEVEN)
    assert [subject for _to, subject in send_all()] == ["Einstieg: 1 Erinnerung"]


# --- Answers ---


def page_of(user, deadline):
    client = Client()
    client.force_login(user)
    return client.get(f"/admin/deadlines/{deadline.pk}/")


def test_the_page_says_who_is_responsible_and_who_was_reminded_when():
    enrolled = ending()
    first, second = (manager_of(enrolled, display_name=each) for each in ("Robin Berg", "Sascha Tal"))
    name(enrolled.organisation, first, second)
    look(THIRTY)
    send_all()

    answer = page_of(first, Deadline.objects.get(kind="planned_end")).context["answer"]

    assert (answer.responsible, answer.next, answer.why_not) == (["Robin Berg"], ["Sascha Tal"], [])
    assert [(each.who, each.occasion, each.because, each.became) for each in answer.said] == [
        ("Robin Berg", "30 Tage vorher", "verantwortliche Person", "Versandt am 01.08.2026 09:00."),
    ]


def test_the_page_says_why_somebody_was_not_reminded(clock):
    clock(THIRTY - timedelta(days=10))
    enrolled = ending()
    first, second = manager_of(enrolled), manager_of(enrolled)
    name(enrolled.organisation, first)
    look(THIRTY - timedelta(days=10))

    mine = page_of(first, Deadline.objects.get(kind="planned_end")).context["answer"].why_not
    others = page_of(second, Deadline.objects.get(kind="planned_end")).context["answer"].why_not

    assert mine == ["Bisher wurde niemand erinnert: Die erste Erinnerung ist am 01.08.2026 fällig."]
    assert others == [*mine, "Sie werden nicht erinnert, weil jemand anderes verantwortlich ist."]


def test_people_find_their_own_reminders_and_choose_the_rhythm():
    enrolled = ending()
    sponsor, _sponsorship = sponsor_of(enrolled)
    look(THIRTY)
    client = Client()
    client.force_login(sponsor)

    shown = client.get("/dates/")
    refused = client.post("/dates/", {"wish": "1", "rhythm": "single"})
    client.post("/dates/", {"wish": "1", "rhythm": "weekly"})

    assert [(each.occasion, each.because) for each in shown.context["said"]] == [
        ("30 Tage vorher", "Pate/Patin der Person")
    ]
    assert list(refused.context["form"].errors) == ["rhythm"]
    assert ReminderWish.objects.get().rhythm == "weekly"


def test_the_page_of_a_deadline_out_of_sight_is_not_there():
    ending()
    refresh(today=THIRTY)

    assert page_of(make.member(Role.TRAINING_MANAGER), Deadline.objects.get(kind="planned_end")).status_code == 404


@pytest.mark.parametrize("people", [1, 3])
def test_planning_asks_the_database_as_often_for_many_as_for_one(people):
    first = ending()
    for _ in range(people - 1):
        ending(cohort=first.cohort)
    manager_of(first)
    refresh(today=THIRTY)

    with CaptureQueriesContext(connection) as captured:
        plan(THIRTY)

    assert len(captured) == 11


@pytest.mark.parametrize("reminders", [1, 3])
def test_the_own_page_asks_the_database_as_often_for_many_as_for_one(reminders):
    first = ending()
    for _ in range(reminders - 1):
        ending(cohort=first.cohort)
    client = Client()
    client.force_login(manager_of(first))
    look(THIRTY)

    with CaptureQueriesContext(connection) as captured:
        client.get("/dates/")

    assert len(captured) == 7


def test_putting_off_is_done_on_the_page_by_whoever_may_change_it():
    enrolled = ending()
    client = Client()
    client.force_login(manager_of(enrolled))
    deadline = Deadline.objects.get(kind="planned_end")
    address = f"/admin/deadlines/{deadline.pk}/"

    past = client.post(address, {"put_off": "1", "until": "31.07.2026", "reason": "später"})
    client.post(address, {"put_off": "1", "until": "24.08.2026", "reason": "Termin am 24."})
    asleep = client.get(address).context["snooze"]
    home = client.get("/admin/").context["due"].number
    client.post(address, {"bring_back": "1"})

    assert past.context["form"].errors == {"until": ["Wählen Sie einen Tag nach dem heutigen."]}
    assert (asleep.until, asleep.reason, home) == (SEVEN, "Termin am 24.", 0)
    assert client.get(address).context["snooze"] is None
    assert client.get("/admin/").context["due"].number == 1
    assert timezone.localdate() == THIRTY
