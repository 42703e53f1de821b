"""The page that answers the search box."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from integration.accounts.roles import Role
from programmes.pathways.enums import PhaseKind
from tests import factories as make

pytestmark = pytest.mark.django_db

SEARCH = "/admin/search/"


@pytest.fixture
def company():
    return make.organisation(name="Werk Nord")


@pytest.fixture
def cohort(company):
    programme = make.programme(organisation=company, name="Einstieg Pflege")
    make.phase(programme, PhaseKind.TRAINING, name="Ausbildung")
    return make.cohort(programme, label="Herbst 2024")


@pytest.fixture
def client(company):
    browser = Client()
    browser.force_login(make.member(Role.TRAINING_MANAGER, company))
    return browser


def ahmad(cohort, code=None, **traits):
    person = make.participant(
        code=code or make.code("PER"), given_name="Ahmad", family_name="Haddad", original_script_name="أحمد حداد"
    )
    return make.enrolment(cohort=cohort, participant=person, in_phase=PhaseKind.TRAINING, **traits)


def test_two_people_of_one_name_can_be_told_apart(client, company, cohort):
    sponsor = make.sponsor(organisation=company, given_name="Kim", family_name="Weber")
    with_sponsor, without = ahmad(cohort, code="P-1", sponsor=sponsor), ahmad(cohort, code="P-2", paused=True)

    page = client.get(SEARCH, {"q": "ahmad"})

    assert [card.url for card in page.context["cards"]] == [
        f"/admin/participants/participant/{enrolment.participant_id}/change/" for enrolment in (with_sponsor, without)
    ]
    assert [line.facts for card in page.context["cards"] for line in card.lines] == [[("Pate/Patin", "Weber, Kim")], []]
    for words in ("أحمد حداد", "Einstieg Pflege · Herbst 2024", "Werk Nord", "Ausbildung", "Weber, Kim"):
        assert words in page.text


def test_while_one_types_only_the_people_come(client, cohort):
    ahmad(cohort)

    part = client.get(SEARCH, {"q": "ahmed"}, headers={"HX-Request": "true"})

    assert "<html" not in part.text
    assert "ähnlich" in part.text


def test_an_old_company_sees_where_somebody_was_and_not_where_they_are(client, cohort):
    make.transfer(ahmad(cohort), make.organisation(name="Werk Süd"))

    page = client.get(SEARCH, {"q": "ahmad"})

    assert ("Werk Nord" in page.text, "Werk Süd" in page.text) == (True, False)


def test_whoever_finds_nobody_is_told_what_to_do(client):
    page = client.get(SEARCH, {"q": "niemand"})

    assert "/admin/participants/participant/add/" in page.text


def test_the_page_costs_the_same_for_one_and_for_three(client, cohort):
    ahmad(cohort)
    client.get(SEARCH, {"q": "ahmad"})
    with CaptureQueriesContext(connection) as one:
        client.get(SEARCH, {"q": "ahmad"})
    ahmad(cohort)
    ahmad(cohort)

    with CaptureQueriesContext(connection) as three:
        page = client.get(SEARCH, {"q": "ahmad"})

    assert (len(page.context["cards"]), len(three)) == (3, len(one))


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DATA_PROTECTION, Role.SPONSOR, Role.MANAGEMENT])
def test_whoever_sees_no_people_finds_none(role):
    browser = Client()
    browser.force_login(make.member(role))

    assert browser.get(SEARCH, {"q": "ahmad"}).status_code == 403
