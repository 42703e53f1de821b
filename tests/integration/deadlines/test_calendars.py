"""What falls due in people's own calendars: strict, without names, and only while they may see it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from integration.accounts.roles import Role
from integration.deadlines.addresses import give_address, show_initials, take_address_back
from integration.deadlines.models import CalendarAddress, Deadline
from integration.organisations.models import Membership
from programmes.pathways import services as journey
from tests import factories as make

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 15)


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-06-15T09:00:00+02:00")


def ending(on=date(2026, 8, 31), **fields):
    enrolled = make.enrolment(**fields)
    make.phase_entry(enrolled, planned_end_on=on)
    return enrolled


def manager_of(enrolled, **fields):
    return make.member(Role.TRAINING_MANAGER, enrolled.organisation, **fields)


def sponsor_of(enrolled):
    user = make.member(Role.SPONSOR, enrolled.organisation)
    return user, make.sponsorship(enrolled, make.sponsor(user=user, organisation=enrolled.organisation))


def asked(secret, **headers):
    return Client().get(f"/dates/{secret}.ics", headers=headers)


def entries(secret):
    return Calendar.from_ical(asked(secret).content).walk("VEVENT")


def test_a_strict_reader_reads_exactly_what_was_written():
    secret = give_address(manager_of(ending()), initials=True)

    written = asked(secret)

    assert (written.status_code, written["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    read = Calendar.from_ical(written.content)
    assert (read.to_ical(), read.errors) == (written.content, [])
    assert [each.errors for each in read.walk()] == [[]] * len(read.walk())
    assert all(len(line) <= 75 for line in written.content.split(b"\r\n"))
    assert written.content.replace(b"\r\n", b"").find(b"\n") == -1


def test_an_entry_is_a_whole_day_that_takes_nobodys_time():
    enrolled = ending()
    entry = enrolled.phase_entries.get()

    (event,) = entries(give_address(manager_of(enrolled), initials=False))

    assert (event["uid"], event["dtstart"].dt, event["dtend"].dt) == (
        f"planned_end-{entry.pk}@127.0.0.1",
        date(2026, 8, 31),
        date(2026, 9, 1),
    )
    assert (event["dtstart"].params["VALUE"], event["transp"], event["class"]) == ("DATE", "TRANSPARENT", "PRIVATE")
    assert (event["summary"], event["sequence"]) == ("Geplantes Ende", 0)


def test_a_day_that_moves_moves_its_entry():
    enrolled = ending()
    secret = give_address(manager_of(enrolled), initials=False)
    (before,) = entries(secret)

    journey.extend(enrolled.phase_entries.get(), date(2027, 2, 28))
    (later,) = entries(secret)
    journey.undo_last_step(enrolled)
    (back,) = entries(secret)

    assert before["uid"] == later["uid"] == back["uid"]
    assert [each["dtstart"].dt for each in (before, later, back)] == [
        date(2026, 8, 31),
        date(2027, 2, 28),
        date(2026, 8, 31),
    ]
    assert [each["sequence"] for each in (before, later, back)] == [0, 1, 2]


def test_what_is_settled_is_there_no_more():
    enrolled = ending()
    secret = give_address(manager_of(enrolled), initials=False)

    journey.complete_phase(enrolled.phase_entries.get(), date(2026, 6, 10), "passed")

    assert [event["uid"].partition("-")[0] for event in entries(secret)] == ["between_phases"]


def test_the_clocks_of_berlin_are_told():
    calendar = Calendar.from_ical(asked(give_address(manager_of(ending()), initials=False)).content)

    (zone,) = calendar.walk("VTIMEZONE")
    rules = [(part.name, dict(part["rrule"])["BYMONTH"], part["tzoffsetto"].td) for part in zone.subcomponents]
    assert (zone["tzid"], rules) == (
        "Europe/Berlin",
        [("STANDARD", [10], timedelta(hours=1)), ("DAYLIGHT", [3], timedelta(hours=2))],
    )


def test_no_name_is_in_it_and_initials_only_if_they_are_wished_for():
    enrolled = ending(participant=make.participant(given_name="Ödön", family_name="al-Haddad"))
    user = manager_of(enrolled)
    secret = give_address(user, initials=False)
    (without,) = entries(secret)

    show_initials(user, initials=True)
    (shown,) = entries(secret)

    assert (without["summary"], shown["summary"]) == ("Geplantes Ende", "Geplantes Ende · Ö. A.")
    assert [name for name in ("dön", "addad") if name in asked(secret).content.decode()] == []


def test_it_is_in_the_owners_language():
    (event,) = entries(give_address(manager_of(ending(), language="en"), initials=False))

    assert event["summary"] == "Planned end"


def test_sponsors_have_the_people_they_accompany_and_not_their_documents():
    enrolled = ending()
    make.residence_document(enrolled.participant, printed_valid_to=date(2026, 8, 31))
    ending(cohort=enrolled.cohort)
    user, _sponsorship = sponsor_of(enrolled)

    found = entries(give_address(user, initials=False))

    assert [event["uid"] for event in found] == [f"planned_end-{enrolled.phase_entries.get().pk}@127.0.0.1"]


def test_on_the_day_after_the_sponsorship_nothing_is_left_of_it(time_machine):
    enrolled = ending()
    user, sponsorship = sponsor_of(enrolled)
    secret = give_address(user, initials=True)
    sponsorship.ended_on = TODAY
    sponsorship.save()

    time_machine.move_to("2026-06-15T23:59:59+02:00")
    last_day = len(entries(secret))
    time_machine.move_to("2026-06-16T00:00:00+02:00")

    assert (last_day, len(entries(secret))) == (1, 0)


def test_a_role_that_is_withdrawn_empties_it_at_once():
    user = manager_of(ending())
    secret = give_address(user, initials=False)

    Membership.objects.all().delete()

    assert entries(secret) == []


def test_unknown_addresses_and_those_taken_back_are_not_there():
    user = manager_of(ending())
    first = give_address(user, initials=False)
    second = give_address(user, initials=False)
    answers = [asked(secret).status_code for secret in (first, second, "unheard-of", "%00", "%ED%A0%80")]

    take_address_back(user)

    assert answers == [404, 200, 404, 404, 404]
    assert (asked(second).status_code, take_address_back(user)) == (404, False)


def test_whoever_may_not_sign_in_any_more_has_no_calendar():
    user = manager_of(ending())
    secret = give_address(user, initials=False)
    user.is_active = False
    user.save()

    assert asked(secret).status_code == 404


def test_the_secret_itself_is_kept_nowhere():
    secret = give_address(manager_of(ending()), initials=False)

    assert secret not in str(CalendarAddress.objects.values().get())


def test_nothing_is_kept_on_the_way_and_what_is_known_is_not_sent_again():
    secret = give_address(manager_of(ending()), initials=False)
    first = asked(secret)

    again = asked(secret, **{"if-none-match": first["ETag"]})

    assert (first["Cache-Control"], again.status_code, again.content) == ("private, no-cache", 304, b"")


@pytest.mark.parametrize("people", [1, 3])
def test_it_asks_the_database_as_often_for_many_people_as_for_one(people):
    first = ending()
    for _ in range(people - 1):
        ending(cohort=first.cohort)
    secret = give_address(manager_of(first), initials=True)
    Deadline.objects.update(changed_at=None)

    with CaptureQueriesContext(connection) as captured:
        asked(secret)

    assert len(captured) == 5


def test_people_make_show_and_take_back_the_address_on_a_page():
    user, _sponsorship = sponsor_of(ending())
    client = Client()
    client.force_login(user)

    made = client.post("/dates/", {"give": "1"})
    url = made.context["url"]
    again = client.get("/dates/")
    client.post("/dates/", {"initials_wish": "1", "initials": "on"})
    shown = CalendarAddress.objects.get().initials
    client.post("/dates/", {"take_back": "1"})

    assert url.endswith(".ics")
    assert made.context["subscribe"].startswith("webcal://")
    assert url not in again.text
    assert (shown, CalendarAddress.objects.count()) == (True, 0)


@pytest.mark.parametrize("role", [Role.MANAGEMENT, Role.ADMINISTRATOR, Role.DATA_PROTECTION])
def test_others_have_no_dates_to_keep(role):
    client = Client()
    client.force_login(make.member(role))

    assert client.get("/dates/").status_code == 403
