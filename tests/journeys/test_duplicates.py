"""Recorded twice, changed by two: how a training manager gets out of both, in a browser."""

from datetime import date

import pytest
from playwright.sync_api import expect

from integration.accounts.roles import Role
from programmes.participants.models import Likeness, Merge, Participant
from tests import factories as make
from tests.journeys.walking import faults, opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BORN = date(1998, 5, 3)


@pytest.fixture
def company():
    return make.organisation()


@pytest.fixture
def manager(company):
    return make.member(Role.TRAINING_MANAGER, company, display_name="Zora Zweite")


@pytest.fixture
def pair(company):
    people = [
        make.participant(code="PE-1", given_name="Mohammed", birth_date=BORN, phone="0151 234567"),
        make.participant(code="PE-2", given_name="Muhamad", birth_date=BORN, email="m@example.org"),
    ]
    for person in people:
        enrolment = make.enrolment(cohort=make.cohort(make.programme(organisation=company)), participant=person)
        make.sponsorship(enrolment)
        make.residence_document(person)
    make.language_level(people[1])
    return people


@pytest.fixture
def page(browser, live_server, manager):
    somebody = opened(browser, live_server, manager)
    yield somebody
    somebody.context.close()


def test_two_records_become_one_and_two_again(page, pair):
    page.goto("/admin/participants/likeness/")
    assert faults(page) == []
    page.get_by_role("link", name="Haddad, Mohammed · PE-1").click()
    expect(page.get_by_text("gleicher Name in anderer Schreibweise, gleiches Geburtsdatum")).to_be_visible()
    assert faults(page) == []

    page.get_by_role("radio", name="Vorname: Muhamad").check()
    page.get_by_role("button", name="Beide zusammenführen").press("Enter")
    expect(page.get_by_text("Die beiden Datensätze sind jetzt einer.")).to_be_visible()
    remaining = Participant.objects.get(code="PE-1")
    assert (remaining.given_name, remaining.email, remaining.enrolments.count()) == ("Muhamad", "m@example.org", 2)

    page.goto("/admin/participants/merge/")
    assert faults(page) == []
    page.get_by_role("link", name="Haddad, Muhamad · PE-1").click()
    assert faults(page) == []
    page.get_by_role("button", name="Beide wieder trennen").press("Enter")
    expect(page.get_by_text("Die beiden Datensätze sind wieder getrennt.")).to_be_visible()
    remaining.refresh_from_db()
    assert (remaining.given_name, remaining.email, remaining.enrolments.count()) == ("Mohammed", "", 1)
    assert Merge.objects.get().undone_at is not None


def test_two_people_are_set_apart_and_proposed_again(page, pair):
    page.goto(f"/admin/participants/likeness/{Likeness.objects.get().pk}/change/")
    page.get_by_role("button", name="Nicht dieselbe Person").press("Enter")
    expect(page.get_by_text("Diese beiden werden nicht mehr vorgeschlagen.")).to_be_visible()
    expect(page.get_by_role("link", name="Haddad, Mohammed · PE-1")).to_have_count(0)

    page.goto("/admin/participants/likeness/?apart=yes")
    page.get_by_role("link", name="Haddad, Mohammed · PE-1").click()
    page.get_by_role("button", name="Wieder vorschlagen").press("Enter")
    expect(page.get_by_role("link", name="Haddad, Mohammed · PE-1")).to_be_visible()


def test_the_other_is_found_by_hand(page, pair):
    page.goto(f"/admin/participants/participant/{pair[0].pk}/change/")
    page.get_by_role("link", name="Doppelt erfasst?").click()
    page.get_by_label("Name oder Kürzel des anderen Datensatzes").fill("muhamad")
    page.keyboard.press("Enter")
    compare = page.get_by_role("link", name="Vergleichen Haddad, Muhamad · PE-2")
    expect(compare).to_be_visible()
    assert faults(page) == []

    compare.click()
    expect(page.get_by_role("heading", name="Eine Person, doppelt erfasst?")).to_be_visible()


def test_the_second_of_two_is_told_and_saves_knowingly(page, pair, browser, live_server, company):
    erika = opened(browser, live_server, make.member(Role.TRAINING_MANAGER, company, display_name="Erika Erste"))
    for each in (page, erika):
        each.goto(f"/admin/participants/participant/{pair[0].pk}/master-data/")
    for each, name, phone in ((erika, "Mohamed", "0170 1"), (page, "Mohammad", "0151 234567")):
        each.get_by_label("Vorname").fill(name)
        each.get_by_label("Telefon").fill(phone)
        each.get_by_label("Telefon").press("Enter")
    erika.context.close()

    expect(page.get_by_role("heading", name="Geändert, während Sie es offen hatten")).to_be_visible()
    expect(page.get_by_text("Erika Erste")).to_be_visible()
    expect(page.get_by_label("Vorname")).to_have_value("Mohammad")
    expect(page.get_by_label("Telefon")).to_have_value("0170 1")
    assert faults(page) == []
    person = Participant.objects.get(code="PE-1")
    assert (person.given_name, person.phone) == ("Mohamed", "0170 1")

    page.get_by_label("Telefon").press("Enter")
    page.wait_for_url("**/change/")
    person.refresh_from_db()
    assert (person.given_name, person.phone) == ("Mohammad", "0170 1")
