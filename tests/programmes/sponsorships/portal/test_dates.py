"""What is coming, as a list; and what a telephone needs for its home screen."""

import gzip
import json
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

from bench import portal
from integration.deadlines.services import refresh
from tests import factories as make

pytestmark = pytest.mark.django_db

MOST_BYTES = 60_000
OFFLINE = "/portal/offline/"


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


def test_every_page_with_all_it_loads_is_small(client, mentee, sponsor):
    for number in range(8):
        make.contact(mentee, sponsor, held_on=make.START + timedelta(days=number))
    portal.furnish(sponsor, timezone.localdate())

    sizes = {each: compressed(client.get(each).content) for each in [*portal.addresses(sponsor.user), OFFLINE]}

    assert {address: size for address, size in sizes.items() if size >= MOST_BYTES} == {}
    assert len(sizes) == 14


def compressed(page):
    """With its styles, scripts and drawings, and without fonts."""
    files = re.findall(rb'(?:href|src)="/static/([^"#]+\.(?:css|js|svg))', page)
    contents = [page, *(Path(finders.find(each.decode())).read_bytes() for each in set(files))]
    return sum(len(gzip.compress(each)) for each in contents)


@pytest.mark.parametrize(
    ("language", "words"), [("de", "Keine Verbindung"), ("en", "No connection"), ("xx", "Keine Verbindung")]
)
def test_the_page_without_a_connection_is_the_same_for_everybody_in_their_language(client, mentee, language, words):
    pages = {each.get(OFFLINE, {"language": language}).content for each in (client, Client())}

    assert len(pages) == 1
    assert f"<h1>{words}</h1>" in pages.pop().decode()


def test_the_worker_keeps_that_page_with_all_its_files(client):
    worker = Client().get(reverse("portal:worker"), {"language": "en"})

    kept = json.loads(re.search(r"= (\{.*\});", worker.content.decode())[1])
    assert (worker["Content-Type"], kept["page"]) == ("text/javascript; charset=utf-8", f"{OFFLINE}?language=en")
    assert all(finders.find(each.removeprefix("/static/")) for each in kept["files"])
    assert f'data-worker="{reverse("portal:worker")}?language=de"' in client.get("/portal/").content.decode()


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
