"""Whoever leads, instructs or assesses somebody is not proposed as their sponsor, and the page says why."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from integration.accounts.roles import Role
from programmes.sponsorships.enums import SupportRole
from programmes.sponsorships.matching import starting
from programmes.sponsorships.refusals import EXCLUDED
from tests import factories as make
from tests import sponsor_factories as say
from tests.refused import refused

pytestmark = pytest.mark.django_db

TODAY = date(2024, 11, 1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY):
        yield


@pytest.fixture
def person(waiting):
    return waiting()


def offered(browser, person):
    page = browser.get(reverse("admin:matching_person", args=[person.cohort_id, person.pk]))
    return [other.sponsor for other in page.context["others"] if other.sponsor], page.context["apart"]


def instructor(person, company, **fields):
    sponsor = make.sponsor(organisation=company, family_name="Meister")
    make.sponsorship(person, sponsor, role=SupportRole.INSTRUCTOR, **fields)
    return sponsor


def manager_of(_person, company):
    return make.sponsor(organisation=company, family_name="Meister", user=make.member(Role.TRAINING_MANAGER, company))


def contact_person(person, company):
    partner = make.partner()
    person.cohort.programme.lead_partner = partner
    person.cohort.programme.save()
    make.contact_person(company, partner, email="Meister@Example.org")
    return make.sponsor(organisation=company, family_name="Meister", email="meister@example.org")


SUPERIORS = [
    (instructor, "bildet diese Person aus oder leitet ihre Ausbildung"),
    (manager_of, "ist Ausbildungsleitung dort, wo diese Person arbeitet"),
    (contact_person, "spricht für den Träger, der das Programm leitet"),
]


@pytest.mark.parametrize(("superior", "why"), SUPERIORS)
def test_they_are_not_offered_and_it_is_said_why(browser, person, company, superior, why):
    make.sponsor(organisation=company, family_name="Weber")
    superior(person, company)

    assert offered(browser, person) == (["Weber, Kim"], [("Meister, Kim", why)])


@pytest.mark.parametrize("superior", [each for each, _why in SUPERIORS])
def test_they_do_not_begin_either_when_somebody_ticks_them(person, company, manager, superior):
    sponsor = superior(person, company)

    with refused(EXCLUDED):
        starting.start_pair(person.pk, sponsor.pk, person.cohort_id, TODAY, manager)


def test_who_instructed_them_once_and_who_leads_elsewhere_is_offered(browser, person, company, site):
    instructor(person, company, ended_on=date(2024, 10, 31))
    make.sponsor(organisation=company, family_name="Fern", user=make.member(Role.TRAINING_MANAGER, site))

    assert offered(browser, person) == (["Meister, Kim", "Fern, Kim"], [])


def test_what_was_decided_by_hand_stands_beside_it(browser, person, company):
    say.preference(person, make.sponsor(organisation=company, family_name="Weber"))

    assert offered(browser, person) == ([], [("Weber, Kim", "Vorgesetzte/r")])


def test_the_cohorts_page_leads_to_its_proposal(browser, cohort):
    page = browser.get(reverse("admin:pathways_cohort_change", args=[cohort.pk])).content.decode()

    assert f'href="{reverse("admin:matching_cohort", args=[cohort.pk])}"' in page
