"""From a figure to the people behind it."""

from datetime import date

import pytest

from integration.accounts.roles import Role
from reports.indicators.figures import Figure
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def amal():
    return make.enrolment(
        entered_on=date(2024, 9, 1), participant=make.participant(given_name="Amal", family_name="Haddad")
    )


def edition_of(enrolment, **fields):
    figures = [Figure("enrolments", 1, "total", {}, value=1), Figure("caseload", 1, "total", {}, "1", 1, 1)]
    return make.report_edition(organisation=enrolment.organisation, figures=figures, **fields)


def asked(client, edition, **query):
    return client.get(f"/reports/{edition.pk}/people/", {"indicator": "enrolments", "breakdown": "total", **query})


def test_the_report_leads_to_the_people_behind_its_figures(client, amal):
    edition = edition_of(amal)
    client.force_login(make.member(Role.TRAINING_MANAGER, amal.organisation))

    report = client.get(f"/reports/{edition.pk}/").text
    page = asked(client, edition)

    assert f'href="/reports/{edition.pk}/people/?indicator=enrolments&amp;breakdown=total"' in report
    assert [(each.enrolment, each.counts) for each in page.context["people"].persons] == [(amal, True)]
    assert "Haddad, Amal" in page.text


def test_whoever_may_not_open_records_sees_figures_alone(client, amal):
    edition = edition_of(amal)
    client.force_login(make.member(Role.DATA_PROTECTION, amal.organisation))

    assert "/people/" not in client.get(f"/reports/{edition.pk}/").text
    assert asked(client, edition).status_code == 403


def test_no_names_stand_behind_the_report_for_management(client, amal):
    edition = edition_of(amal, audience="management")
    client.force_login(make.member(Role.TRAINING_MANAGER, amal.organisation))

    assert "/people/" not in client.get(f"/reports/{edition.pk}/").text
    assert asked(client, edition).status_code == 403


def test_other_companies_find_no_list(client, amal):
    edition = edition_of(amal)
    client.force_login(make.member(Role.TRAINING_MANAGER))

    assert asked(client, edition).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        {"indicator": "nothing"},
        {"indicator": "inflow"},
        {"indicator": "caseload"},
        {"breakdown": "phase"},
        {"month": "9999-99"},
        {"organisation": "X"},
        {"indicator": "a\0b"},
    ],
)
def test_figures_without_people_have_no_list(client, amal, query):
    edition = edition_of(amal)
    client.force_login(make.member(Role.TRAINING_MANAGER, amal.organisation))

    assert asked(client, edition, **query).status_code in {400, 404}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long_it_is(client, amal, rows, django_assert_num_queries):
    for _ in range(rows - 1):
        make.enrolment(cohort=amal.cohort, entered_on=date(2024, 9, 1))
    edition = edition_of(amal)
    client.force_login(make.member(Role.TRAINING_MANAGER, amal.organisation))

    with django_assert_num_queries(QUERIES):
        asked(client, edition)


QUERIES = 12
