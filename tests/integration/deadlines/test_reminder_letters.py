"""What leaves of reminders, what is put off, and why somebody was reminded, or not."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from integration.accounts.roles import Role
from integration.deadlines.models import Deadline, ReminderWish, Snooze
from integration.deadlines.reminders.services import plan
from integration.deadlines.services import refresh
from integration.deadlines.snoozing import put_off
from integration.outbox.delivery import deliver
from integration.outbox.models import Message
from programmes.pathways import services as journey
from tests import factories as make
from tests.integration.deadlines.asking import at, look, reminded
from tests.integration.deadlines.reminding import SEVEN, THIRTY, ending, manager_of, name, sponsor_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine):
    """Today is whatever day a test looks at."""

    def move(day, hour=9):
        time_machine.move_to(at(day, hour))

    move(THIRTY)
    return move


def send_all():
    """What the workers do."""
    for message in Message.objects.order_by("pk"):
        deliver(message.pk)
    return [(each.to[0], each.subject) for each in mail.outbox]


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
    journey.complete_phase(enrolled.phase_entries.get(), THIRTY - timedelta(days=1), "completed")

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
    assert [row[1:] for row in reminded(manager)] == [
        ("step", 7, "written"),
        ("back", Snooze.objects.get().pk, "written"),
    ]
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
