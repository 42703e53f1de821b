"""What is coming, as a list; and what a telephone needs for its home screen."""

import gzip
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from integration.deadlines.services import refresh
from tests import factories as make

pytestmark = pytest.mark.django_db

MOST_BYTES = 60_000


def test_dates_of_all_mentees_come_in_their_order_up_to_eight_weeks_ahead(client, mentee, sponsor):
    today = timezone.localdate()
    make.exam(mentee, held_on=today + timedelta(days=20))
    make.exam(mentee, attempt=2, held_on=today + timedelta(days=57))
    make.exam(make.enrolment(sponsor=make.sponsor()), held_on=today + timedelta(days=1))
    make.next_step(mentee, sponsor, agreed_on=today, due_on=today + timedelta(days=5), text="Unterlagen")
    make.next_step(mentee, make.sponsor(), agreed_on=today, due_on=today + timedelta(days=6), text="Of others")
    mentee.phase_entries.update(planned_end_on=today + timedelta(days=30))
    refresh(enrolments=[mentee.pk])

    dates = [(each.title, (each.on - today).days) for each, _ in client.get(reverse("portal:dates")).context["dates"]]

    assert dates == [("Unterlagen", 5), ("Abschlussprüfung", 20), ("Geplantes Ende", 30)]


def test_without_dates_the_page_says_what_appears_there(client):
    assert client.get(reverse("portal:dates")).context["dates"] == []


def test_the_page_costs_the_same_for_three_as_for_one(client, mentee, sponsor):
    address = reverse("portal:dates")
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _ in range(2):
        other = make.enrolment(sponsor=sponsor)
        make.exam(other, held_on=timezone.localdate())

    with CaptureQueriesContext(connection) as three:
        client.get(address)

    assert len(three) == len(one)


@pytest.mark.parametrize("name", ["index", "dates", "help", "mentee", "note_contact", "ask"])
def test_a_page_with_all_it_loads_is_small(client, mentee, sponsor, name):
    for number in range(8):
        make.contact(mentee, sponsor, held_on=make.START + timedelta(days=number))
    args = [mentee.pk] if name in {"mentee", "note_contact", "ask"} else []

    page = client.get(reverse(f"portal:{name}", args=args)).content

    files = re.findall(rb'(?:href|src)="/static/([^"#]+\.(?:css|js|svg))', page)
    contents = [page, *(Path(finders.find(each.decode())).read_bytes() for each in set(files))]
    assert sum(len(gzip.compress(each)) for each in contents) < MOST_BYTES


def test_the_portal_can_be_put_on_the_home_screen(client):
    page = client.get("/portal/").content.decode()
    manifest = Client().get(reverse("portal:manifest"))

    told = manifest.json()
    icons = [finders.find(each["src"].removeprefix("/static/")) for each in told["icons"]]
    assert f'<link rel="manifest" href="{reverse("portal:manifest")}">' in page
    assert (manifest["Content-Type"], told["start_url"], told["display"]) == (
        "application/manifest+json",
        "/portal/",
        "standalone",
    )
    assert all(icons)
