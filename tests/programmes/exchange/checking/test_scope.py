"""An import for one organisation touches nothing of another."""

import pytest

from integration.organisations.models import Organisation
from tests.programmes.exchange.small import bring_in, contents, found, with_rows
from tests.programmes.exchange.test_exporting import OTHER

pytestmark = pytest.mark.django_db

ENROLMENT = {"code": "NEU", "participant": "P1", "cohort": "COACH-16", "organisation": "S", "entered_on": "2018-01-01"}
ENTRY = {"code": "NEU", "enrolment": "E1", "phase": "AU", "started_on": "2016-09-01"}


@pytest.fixture
def company():
    outcome = bring_in(with_rows(**OTHER))
    assert found(outcome.problems) == []
    return Organisation.objects.get(code="C")


REFUSED = {
    "a name of another organisation": ({"organisations": [{"code": "O", "name": "Unser"}]}, "code"),
    "a new organisation beside it": ({"organisations": [{"code": "X", "name": "X", "kind": "company"}]}, "parent"),
    "a new organisation below another": (
        {"organisations": [{"code": "X", "name": "X", "kind": "site", "parent": "O"}]}, "parent"),
    "a site of another organisation taken over": ({"organisations": [{"code": "O-S", "parent": "C"}]}, "code"),
    "itself moved elsewhere": ({"organisations": [{"code": "C", "parent": "O"}]}, "code"),
    "itself moved to the top": ({"organisations": [{"code": "C", "parent": ""}]}, "code"),
    "a programme of another": ({"programmes": [{"code": "O-DUAL", "name": "Unser"}]}, "code"),
    "a programme of another taken over": ({"programmes": [{"code": "O-DUAL", "organisation": "C"}]}, "code"),
    "a programme given away": ({"programmes": [{"code": "COACH", "organisation": "O"}]}, "organisation"),
    "a phase of another": ({"phases": [{"code": "O-AU", "name": "Unser"}]}, "code"),
    "a cohort of another": ({"cohorts": [{"code": "O-16", "label": "Unser"}]}, "code"),
    "a new cohort of another programme": ({"cohorts": [{"code": "X", "programme": "O-DUAL", "label": "X"}]}, "programme"),
    "a person of another": ({"participants": [{"code": "P8", "given_name": "Unser"}]}, "code"),
    "a person of another, as they are": ({"participants": [{"code": "P8", "given_name": "Canary"}]}, "code"),
    "an enrolment of another": ({"enrolments": [{"code": "E8", "entered_on": "2016-05-03"}]}, "code"),
    "an enrolment elsewhere": ({"enrolments": [{**ENROLMENT, "organisation": "O-S"}]}, "organisation"),
    "an enrolment of a person of another": ({"enrolments": [{**ENROLMENT, "participant": "P8"}]}, "participant"),
    "an enrolment in a cohort of another": ({"enrolments": [{**ENROLMENT, "cohort": "O-16"}]}, "cohort"),
    "a transfer elsewhere": (
        {"transfers": [{"enrolment": "E1", "on": "2018-01-01", "organisation": "O-S"}]}, "organisation"),
    "a transfer of an enrolment of another": (
        {"transfers": [{"enrolment": "E8", "on": "2018-01-01", "organisation": "S"}]}, "enrolment"),
    "an entry of an enrolment of another": (
        {"phase_entries": [{**ENTRY, "enrolment": "E8", "phase": "O-AU"}]}, "enrolment"),
    "a sponsorship of an enrolment of another": (
        {"sponsorships": [{"sponsor": "SP", "enrolment": "E8", "started_on": "2016-09-01", "role": "mentor"}]}, "enrolment"),
    "a sponsorship by a sponsor of another": (
        {"sponsorships": [{"sponsor": "O-SP", "enrolment": "E1", "started_on": "2016-09-01", "role": "mentor"}]}, "sponsor"),
    "a sponsor of another": ({"sponsors": [{"code": "O-SP", "given_name": "Unser"}]}, "code"),
    "a level of a person of another": (
        {"language_levels": [{"participant": "P8", "assessed_on": "2016-01-01", "level": "c2", "evidence": "certificate"}]},
        "participant"),
    "a document of a person of another": ({"residence_documents": [{"code": "O-D", "work_permission": "none"}]}, "participant"),
    "a document of a person of another taken over": (
        {"residence_documents": [{"code": "O-D", "participant": "P1"}]}, "code"),
    "a guarantee of an enrolment of another": ({"guarantees": [{"enrolment": "E8", "given_on": "2016-09-01"}]}, "enrolment"),
    "a target of another": ({"targets": [{"code": "O-T", "value": "9"}]}, "organisation"),
    "a figure of another": ({"published_figures": [{"code": "O-F", "value": "9"}]}, "organisation"),
}  # fmt: skip


@pytest.mark.parametrize(("tables", "column"), REFUSED.values(), ids=REFUSED.keys())
def test_this_is_outside_the_organisation(company, tables, column):
    before = contents()

    outcome = bring_in(tables, organisation=company)

    (table,) = tables
    assert (table, 2, column, "outside_the_organisation") in found(outcome.problems)
    assert not outcome.sound
    assert contents() == before


ALLOWED = {
    "a new site below it": {"organisations": [{"code": "X", "name": "X", "kind": "site", "parent": "C"}]},
    "its own name": {"organisations": [{"code": "C", "name": "Neu"}]},
    "what stands above, as it is": {"organisations": [{"code": "G", "name": "Gruppe"}]},
    "a programme led by a partner": {
        "programmes": [{"code": "X", "organisation": "C", "name": "X", "lead_partner": "PA"}]
    },
    "a new person with an enrolment": {
        "participants": [{"code": "X", "given_name": "Kofi"}],
        "enrolments": [{**ENROLMENT, "participant": "X"}],
    },
    "an enrolment that came from elsewhere": {"enrolments": [{"code": "E9", "ended_on": "2018-12-31"}]},
    "an entry in the programme that an enrolment came with": {
        "phase_entries": [{**ENTRY, "enrolment": "E9", "phase": "O-AU"}]
    },
    "a job elsewhere": {
        "employments": [{"enrolment": "E1", "organisation": "O", "started_on": "2019-01-01", "contract": "permanent"}]
    },
}


@pytest.mark.parametrize("tables", ALLOWED.values(), ids=ALLOWED.keys())
def test_this_is_within_the_organisation(company, tables):
    outcome = bring_in(tables, organisation=company)

    assert found(outcome.problems) == []


def test_somebody_alike_elsewhere_is_not_given_away(company):
    person = {"code": "X", "given_name": "Canary", "birth_date": "1990-05-05"}
    bring_in({"participants": [{"code": "P8", "birth_date": "1990-01-02"}]})

    outcome = bring_in({"participants": [person]}, organisation=company)

    assert (found(outcome.problems), outcome.warnings) == ([], [])


def test_for_a_group_its_companies_are_within(company):
    outcome = bring_in(
        {"enrolments": [{"code": "E1", "ended_on": "2019-08-31"}]}, organisation=Organisation.objects.get(code="G")
    )

    assert found(outcome.problems) == []
