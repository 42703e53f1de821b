"""A company with two sites, a cohort whose people wait, and two sponsors."""

import pytest
from django.test import Client

from integration.accounts.roles import Role
from integration.organisations.enums import OrganisationKind
from programmes.pathways.enums import PhaseKind
from tests import factories as make


@pytest.fixture
def company():
    return make.organisation(name="Nordwerk")


@pytest.fixture
def site(company):
    return make.organisation(name="Bremen", kind=OrganisationKind.SITE, parent=company)


@pytest.fixture
def manager(company):
    return make.member(Role.TRAINING_MANAGER, company)


@pytest.fixture
def browser(manager):
    client = Client()
    client.force_login(manager)
    return client


@pytest.fixture
def cohort(company):
    programme = make.programme(organisation=company, name="Dual")
    make.phase(programme, PhaseKind.TRAINING)
    return make.cohort(programme, label="Herbst")


@pytest.fixture
def waiting(cohort):
    """Somebody of the cohort whom nobody accompanies, by family name."""

    def somebody(name="Haddad", at=None, trade="", **fields):
        fields |= {"cohort": cohort, **({"organisation": at} if at else {})}
        language = {"preferred_language": "Arabisch"} if name == "Haddad" else {}
        person = make.participant(given_name="Amal", family_name=name, **language)
        enrolment = make.enrolment(participant=person, **fields)
        if trade:
            make.phase_entry(enrolment, occupation=trade)
        return enrolment

    return somebody
