"""A company whose report of October 2024 waits to be closed, and people who read it."""

from datetime import date

import pytest

from integration.accounts.roles import Role
from tests import factories as make

OCTOBER = date(2024, 10, 1)


@pytest.fixture(autouse=True)
def rings(monkeypatch):
    """No queue is asked: tests deliver themselves."""
    monkeypatch.setattr("integration.outbox.services.ring", len)


@pytest.fixture
def company():
    return make.organisation(code="WERK", name="Nordwerk")


@pytest.fixture
def reader(company):
    return make.member(Role.MANAGEMENT, company, email="leitung@example.org")


@pytest.fixture
def enrolled(company):
    """Twelve people since May."""
    year = make.cohort(make.programme(organisation=company))
    for _ in range(12):
        make.enrolment(cohort=year, organisation=company, entered_on=date(2024, 5, 6))
    return year
