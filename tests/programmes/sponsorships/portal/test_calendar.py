"""A sponsor's own calendar and reminders: also what was agreed, without what it says, in the frame of the portal."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from integration.accounts.roles import Role
from integration.deadlines.addresses import give_address
from programmes.sponsorships.portal.services.contacts import Agreed, change_step, settle_step
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def step(mentee, sponsor):
    today = timezone.localdate()
    return make.next_step(
        mentee, sponsor, agreed_on=today, due_on=today + timedelta(days=5), text="Amal holt das Zeugnis"
    )


def feed(user, *, initials=False):
    address = reverse("dates:calendar", args=[give_address(user, initials=initials)])
    return Client().get(address).content


def agreed(user, **options):
    events = Calendar.from_ical(feed(user, **options)).walk("VEVENT")
    return [each for each in events if each["uid"].startswith("step-")]


def test_what_was_agreed_is_in_the_calendar_without_what_it_says(step, sponsor):
    (event,) = agreed(sponsor.user)

    assert (event["dtstart"].dt, str(event["summary"])) == (step.due_on, "Vereinbarter nächster Schritt")
    assert not any(word in feed(sponsor.user) for word in (b"Amal", b"Zeugnis", b"Haddad"))


def test_initials_are_shown_to_those_who_wish_them(step, sponsor):
    (event,) = agreed(sponsor.user, initials=True)

    assert str(event["summary"]).startswith("Vereinbarter nächster Schritt · ")
    assert b"Haddad" not in feed(sponsor.user, initials=True)


def test_the_entry_moves_with_its_day_and_goes_when_it_is_done(step, sponsor):
    before = agreed(sponsor.user)[0]
    change_step(step, Agreed(step.text, step.due_on + timedelta(days=2)), shared=False, by=sponsor.user)
    after = agreed(sponsor.user)[0]
    settle_step(step, done=True, by=sponsor.user)

    assert (after["uid"], after["dtstart"].dt - before["dtstart"].dt) == (before["uid"], timedelta(days=2))
    assert after["sequence"] > before["sequence"]
    assert agreed(sponsor.user) == []


def test_steps_of_others_and_of_former_mentees_are_in_nobody_elses_calendar(step, mentee, sponsor):
    other = make.sponsor(user=make.member(Role.SPONSOR, mentee.organisation))
    make.sponsorship(mentee, other)
    manager = make.member(Role.TRAINING_MANAGER, mentee.organisation)
    type(step).objects.update(shared=True)
    seen = len(agreed(sponsor.user))
    mentee.sponsorships.filter(sponsor=sponsor).update(ended_on=timezone.localdate() - timedelta(days=1))

    assert (seen, agreed(other.user), agreed(manager), agreed(sponsor.user)) == (1, [], [], [])


def test_the_calendar_costs_the_same_for_three_steps_as_for_one(step, mentee, sponsor):
    feed(sponsor.user)
    with CaptureQueriesContext(connection) as one:
        feed(sponsor.user)
    for days in (6, 7):
        make.next_step(mentee, sponsor, agreed_on=step.agreed_on, due_on=step.agreed_on + timedelta(days=days))

    with CaptureQueriesContext(connection) as three:
        feed(sponsor.user)

    assert len(three) == len(one)


def test_sponsors_find_reminders_and_calendar_in_the_portal(client, mentee):
    dates = client.get(reverse("portal:dates")).content.decode()
    own = client.get(reverse("dates:own"))

    assert f'href="{reverse("dates:own")}"' in dates
    assert [each.name for each in own.templates if each.name.endswith(("portal/base.html", "workplace/page.html"))] == [
        "portal/base.html"
    ]


def test_training_managers_find_them_in_the_workplace(mentee):
    client = Client()
    client.force_login(make.member(Role.TRAINING_MANAGER, mentee.organisation))

    assert "workplace/page.html" in [each.name for each in client.get(reverse("dates:own")).templates]
