"""A person's page in a browser, by keyboard alone: open it, extend a phase, see what will happen, confirm, take it back."""

from datetime import date

import pytest
from playwright.sync_api import expect

from integration.accounts.roles import Role
from programmes.pathways.enums import PhaseKind
from tests import factories as make
from tests.journeys.test_landing_pages import enter
from tests.journeys.walking import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_TABS = 80
PLANNED, LATER = date(2027, 8, 31), date(2028, 2, 29)


@pytest.fixture
def trained():
    company = make.organisation(name="Werk Nord")
    programme = make.programme(organisation=company)
    make.phase(programme, PhaseKind.TRAINING, name="Ausbildung Lager", duration_months=36)
    person = make.participant(given_name="Amal", family_name="Haddad")
    enrolment = make.enrolment(cohort=make.cohort(programme), participant=person, guaranteed=True)
    make.phase_entry(enrolment, planned_end_on=PLANNED)
    return enrolment


@pytest.fixture
def manager(page, trained):
    page.emulate_media(reduced_motion="reduce")
    return make.member(Role.TRAINING_MANAGER, trained.organisation, display_name="Gesine")


def go_to(page, name, role="link"):
    """Press Tab until the focus is there, as somebody without a mouse does, and open it."""
    target = page.get_by_role(role, name=name, exact=True).first
    tabs = 0
    while not target.evaluate("one => one === document.activeElement"):
        page.keyboard.press("Tab")
        assert (tabs := tabs + 1) < MOST_TABS, name
    page.keyboard.press("Enter")


def planned_end(trained):
    return trained.phase_entries.get().planned_end_on


def test_a_phase_is_extended_and_taken_back_by_keyboard(page, trained, manager):
    enter(page, manager)
    page.goto(f"/admin/participants/participant/{trained.participant_id}/change/")

    go_to(page, "Geplantes Ende ändern")
    expect(page.get_by_role("heading", level=1)).to_have_text("Geplantes Ende ändern")
    field = page.get_by_label("Neuer geplanter letzter Tag", exact=True)
    while not field.evaluate("one => one === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("29.02.2028")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=2)).to_have_text("Das wird geschehen")
    said = page.locator("main li").all_inner_texts()
    assert said[0] == "Das geplante Ende von Ausbildung Lager rückt vom 31.08.2027 auf den 29.02.2028."
    assert "Die Übernahmegarantie wird am 01.03.2028 statt am 01.09.2027 fällig." in said
    assert (planned_end(trained), faults(page)) == (PLANNED, [])

    go_to(page, "Bestätigen", "button")
    expect(page.locator(".message")).to_contain_text("Das geplante Ende ist geändert.")
    assert planned_end(trained) == LATER

    go_to(page, "Rückgängig machen")
    go_to(page, "Folgen ansehen", "button")
    expect(page.locator("main li").first).to_have_text(
        "Das geplante Ende von Ausbildung Lager rückt vom 29.02.2028 auf den 31.08.2027."
    )
    go_to(page, "Bestätigen", "button")
    expect(page.locator(".message")).to_contain_text("Der Schritt ist zurückgenommen.")
    assert (planned_end(trained), faults(page)) == (PLANNED, [])


def test_a_sponsor_is_found_by_typing(page, trained, manager):
    make.sponsor(organisation=trained.organisation, given_name="Kim", family_name="Weber")
    enter(page, manager)
    page.goto(f"/admin/participants/participant/{trained.participant_id}/change/")

    go_to(page, "Patenschaft beginnen")
    page.locator(".select2-selection").first.press("Enter")
    page.locator(".select2-search__field").wait_for()
    page.keyboard.type("Weber")
    expect(page.locator(".select2-results__option", has_text="Weber, Kim")).to_be_visible()
    page.keyboard.press("Enter")
    go_to(page, "Folgen ansehen", "button")
    go_to(page, "Bestätigen", "button")

    expect(page.locator(".message")).to_contain_text("Die Patenschaft ist eingetragen.")
    assert trained.sponsorships.get().sponsor.family_name == "Weber"
    assert faults(page) == []
