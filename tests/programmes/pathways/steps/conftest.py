"""Somebody in training, and a training manager who opens their steps, on a day in March."""

import pytest
import time_machine

from programmes.pathways.enums import PhaseKind
from tests import factories as make
from tests.programmes.pathways.steps.asking import PLANNED, TODAY, manager_of


@pytest.fixture(autouse=True)
def _march():
    with time_machine.travel(TODAY):
        yield


@pytest.fixture
def company():
    return make.organisation(name="Nordwerk")


@pytest.fixture
def programme(company):
    created = make.programme(organisation=company)
    make.phase(created, PhaseKind.INTERNSHIP, name="Praktikum", duration_months=6)
    make.phase(created, PhaseKind.TRAINING, name="Ausbildung", duration_months=36)
    return created


@pytest.fixture
def trained(programme):
    """Somebody in training until August 2027."""
    enrolment = make.enrolment(cohort=make.cohort(programme))
    make.phase_entry(enrolment, PhaseKind.TRAINING, planned_end_on=PLANNED)
    return enrolment


@pytest.fixture
def client(company):
    return manager_of(company)
