"""Bringing lists in, as somebody does it: upload, look, correct, confirm."""

import pytest
from playwright.sync_api import expect

from integration.accounts.roles import Role
from integration.jobs import services as jobs
from integration.jobs.models import Job
from integration.organisations.models import Organisation
from programmes.participants.models import Participant
from tests.factories import member
from tests.journeys.test_landing_pages import enter
from tests.journeys.walking import faults
from tests.programmes.exchange.small import bring_in, packed, with_rows
from tests.programmes.exchange.test_uploads import MIXED, NEW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def manager(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    bring_in(with_rows())
    return member(Role.TRAINING_MANAGER, Organisation.objects.get(code="C"), display_name="Thea Thaler")


def work():
    for job in Job.objects.filter(state="waiting"):
        jobs.run(job.pk, "task")


def choose(page, tables):
    content = packed(tables).read()
    page.get_by_label("Datei").set_input_files({"name": "Liste.zip", "mimeType": "application/zip", "buffer": content})
    page.get_by_label("Datei").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("wird geprüft")).to_be_visible()


def test_lists_come_in_after_a_look_at_what_they_change(page, manager):
    page.emulate_media(reduced_motion="reduce")
    enter(page, manager)
    page.get_by_role("link", name="Listen einlesen").click()
    assert faults(page) == []

    choose(page, MIXED)
    assert faults(page) == []
    work()
    expect(page.get_by_role("heading", name="Was importiert würde")).to_be_visible(timeout=15_000)
    expect(page.get_by_role("cell", name="gestern")).to_be_visible()
    assert (faults(page), Participant.objects.count()) == ([], 2)

    page.get_by_role("button", name="Verwerfen").click()
    choose(page, NEW)
    work()
    page.get_by_role("button", name="Diese Zeilen importieren").click(timeout=15_000)
    expect(page.get_by_text("wird importiert")).to_be_visible()
    work()
    expect(page.get_by_text("1 neue Zeilen, 0 geänderte.")).to_be_visible(timeout=15_000)

    assert (faults(page), Participant.objects.count()) == ([], 3)


def test_a_page_that_was_left_is_found_again_on_the_first_page(page, manager):
    page.emulate_media(reduced_motion="reduce")
    enter(page, manager)
    page.goto("/admin/imports/")
    choose(page, NEW)

    page.goto("/admin/")
    expect(page.get_by_role("link", name="Prüfung eines Imports")).to_be_visible()
    work()
    expect(page.get_by_text("geprüft, wartet auf Sie")).to_be_visible(timeout=15_000)
    page.get_by_role("link", name="Import vom").click()

    expect(page.get_by_role("button", name="Diese Zeilen importieren")).to_be_visible()
