"""Language courses are phases beside the others (FIELD.md 5, L2)."""

from datetime import date

import pytest

from programmes.pathways.enums import Outcome, PhaseKind
from programmes.pathways.places import places_told
from programmes.pathways.services import complete_phase, enrol, start_phase
from tests import factories as make
from tests.integration.deadlines.asking import due

pytestmark = pytest.mark.django_db

BEGAN = date(2026, 3, 2)


@pytest.fixture
def cohort():
    """In training, with a course that asks for B1 beside it; 25 places are planned."""
    programme = make.programme()
    make.phase(programme, PhaseKind.TRAINING)
    for name in ("Grundkurs", "Aufbaukurs"):
        make.phase(programme, PhaseKind.LANGUAGE_COURSE, name=name, parallel=True)
    return make.cohort(programme, planned_places=25, planned_places_qualifier="exactly")


def courses(enrolled):
    return list(enrolled.cohort.programme.phases.filter(kind=PhaseKind.LANGUAGE_COURSE).order_by("position"))


def test_courses_run_beside_a_training_and_beside_each_other(cohort):
    enrolled = make.enrolment(cohort=cohort, entered_on=BEGAN, in_phase=PhaseKind.TRAINING)
    first, second = courses(enrolled)

    start_phase(enrolled, first, BEGAN)
    start_phase(enrolled, second, date(2026, 3, 9))

    assert enrolled.phase_entries.filter(ended_on=None).count() == 3


def test_a_break_between_two_courses_ends_nothing_and_falls_due_after_two_weeks(cohort):
    cohort.programme.phases.filter(kind=PhaseKind.TRAINING).update(minimum_level="b1")
    enrolled = make.enrolment(cohort=cohort, entered_on=BEGAN)
    first, second = courses(enrolled)
    course = start_phase(enrolled, first, BEGAN)
    complete_phase(course, date(2026, 5, 31), Outcome.COMPLETED)

    in_the_break = due("next_course", date(2026, 6, 1))
    start_phase(enrolled, second, date(2026, 7, 1))

    assert in_the_break == [(date(2026, 6, 14), "ended")]
    assert due("next_course", date(2026, 7, 1)) == []


def test_places_are_a_plan_and_the_26th_of_25_is_welcome(cohort):
    for _ in range(25):
        make.enrolment(cohort=cohort, entered_on=BEGAN)

    enrol(make.participant(), cohort, cohort.programme.organisation, BEGAN)

    assert places_told(cohort, cohort.enrolments.count()) == "26 von 25 Plätzen belegt"
