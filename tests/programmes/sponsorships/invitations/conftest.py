"""A company that invites, and somebody who is invited."""

import pytest

from integration.accounts.roles import Role
from tests import factories as make
from tests.programmes.sponsorships.invitations.guests import ADDRESS


@pytest.fixture
def company():
    return make.organisation(name="Nordwerk")


@pytest.fixture
def manager(company):
    return make.member(Role.TRAINING_MANAGER, company)


@pytest.fixture
def sponsor(company):
    return make.sponsor(organisation=company, email=ADDRESS)


@pytest.fixture(autouse=True)
def rings(monkeypatch):
    """No queue is asked: tests deliver themselves."""
    monkeypatch.setattr("integration.outbox.services.ring", len)
