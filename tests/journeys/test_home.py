"""The first page in a browser: what one looks for is found without loading the page anew."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from integration.accounts.roles import Role
from integration.admin import due
from tests import factories as make
from tests.journeys.test_landing_pages import enter
from tests.journeys.walking import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def manager(monkeypatch):
    monkeypatch.setattr(due, "PEOPLE_AT_ONCE", 2)
    company = make.organisation(name="Werk Nord")
    programme = make.programme(organisation=company)
    make.phase(programme, name="Ausbildung Lager")
    group = make.cohort(programme)
    for back, name in ((5, "Amal"), (4, "Dima"), (3, "Henok")):
        enrolled = make.enrolment(cohort=group, participant=make.participant(given_name=name, family_name=""))
        make.phase_entry(enrolled, planned_end_on=timezone.localdate() - timedelta(days=back))
        if name == "Henok":
            make.residence_document(enrolled.participant, printed_valid_to=timezone.localdate() + timedelta(days=9))
    make.report_edition(organisation=company)
    return make.member(Role.TRAINING_MANAGER, company, display_name="Gesine")


def names(page):
    return page.locator(".due-name").all_inner_texts()


def test_filters_and_more_people_come_without_a_new_page(page, manager):
    page.emulate_media(reduced_motion="reduce")
    enter(page, manager)
    page.evaluate("window.untouched = true")
    assert names(page) == ["Amal", "Dima"]

    page.get_by_role("link", name="Mehr zeigen").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".due-name")).to_have_count(3)
    more = names(page)
    page.locator(".chip", has_text="Aufenthaltsdokument").click()
    expect(page.locator(".due-name")).to_have_count(1)

    assert (more, names(page)) == (["Amal", "Dima", "Henok"], ["Henok"])
    assert page.url.endswith("/admin/?kind=permit_ends")
    assert page.evaluate("window.untouched") is True
    expect(page.locator(".trend")).to_have_count(5)
    assert faults(page) == []


def test_what_is_under_way_shows_its_progress_by_itself(page, manager):
    enter(page, manager)

    assert page.locator("#under-way li").count() == 1
    assert page.locator("#under-way").get_by_text("wartet, bis es an der Reihe ist").count() == 1
