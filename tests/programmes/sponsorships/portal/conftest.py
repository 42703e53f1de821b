"""A sponsor with one mentee, signed in."""

import pytest
from django.test import Client

from integration.accounts.roles import Role
from programmes.pathways.enums import PhaseKind
from tests import factories as make


@pytest.fixture
def sponsor():
    company = make.organisation(name="Nordwerk")
    return make.sponsor(organisation=company, user=make.member(Role.SPONSOR, company))


@pytest.fixture
def mentee(sponsor):
    person = make.participant(given_name="Amal", phone="0151 / 123 45", email="amal@example.org")
    return make.enrolment(in_phase=PhaseKind.TRAINING, participant=person, sponsor=sponsor)


@pytest.fixture
def client(sponsor):
    client = Client()
    client.force_login(sponsor.user)
    return client
