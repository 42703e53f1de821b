"""Pauses, and what they do to planned ends (FIELD P6)."""

from datetime import date

import pytest
import time_machine

from programmes.pathways.enums import EndReason, JourneyState, PauseReason, PhaseKind
from programmes.pathways.models import JourneyStep
from programmes.pathways.queries import state_of
from programmes.pathways.refusals import NOT_PAUSED, OUTSIDE_ENROLMENT
from programmes.pathways.services import end_enrolment, pause, resume
from tests import factories
from tests.factories import START
from tests.refused import refused

pytestmark = pytest.mark.django_db

FEBRUARY = date(2025, 2, 1)
PLANNED = date(2027, 8, 31)


@pytest.fixture(autouse=True)
def _june():
    with time_machine.travel(date(2025, 6, 1)):
        yield


@pytest.fixture
def training():
    enrolment = factories.enrolment()
    return factories.phase_entry(enrolment, PhaseKind.TRAINING, planned_end_on=PLANNED)


def test_a_pause_rests_until_it_ends(training):
    pause(training.enrolment, FEBRUARY, PauseReason.ILLNESS)
    resting = state_of(training.enrolment)

    resume(training.enrolment, date(2025, 3, 1))

    ended = training.enrolment.pauses.get().ended_on
    assert (resting, ended, state_of(training.enrolment)) == (
        JourneyState.PAUSED,
        date(2025, 2, 28),
        JourneyState.IN_PHASE,
    )


def test_pausing_and_resuming_twice_happens_once(training):
    for _ in range(2):
        pause(training.enrolment, FEBRUARY, PauseReason.ILLNESS)
    for _ in range(2):
        resume(training.enrolment, date(2025, 3, 1))

    assert (training.enrolment.pauses.count(), JourneyStep.objects.count()) == (1, 2)


def test_only_a_pause_can_end(training):
    with refused(NOT_PAUSED):
        resume(training.enrolment, date(2025, 3, 1))


def test_a_pause_lies_within_the_enrolment(training):
    with refused(OUTSIDE_ENROLMENT):
        pause(training.enrolment, date(2024, 8, 1), PauseReason.ILLNESS)


def test_parental_leave_moves_the_planned_end_of_a_training_by_its_days(training):
    pause(training.enrolment, FEBRUARY, PauseReason.PARENTAL_LEAVE)

    resume(training.enrolment, date(2025, 3, 1))

    training.refresh_from_db()
    assert training.planned_end_on == date(2027, 9, 28)


def test_parental_leave_of_known_length_moves_it_at_once_and_coming_back_earlier_moves_it_back(training):
    pause(training.enrolment, FEBRUARY, PauseReason.PARENTAL_LEAVE, ended_on=date(2025, 7, 31))
    moved = training.enrolment.phase_entries.get().planned_end_on

    resume(training.enrolment, date(2025, 2, 11))

    training.refresh_from_db()
    assert (moved, training.planned_end_on) == (date(2028, 2, 28), date(2027, 9, 10))


def test_illness_does_not_move_the_planned_end(training):
    pause(training.enrolment, FEBRUARY, PauseReason.ILLNESS)

    resume(training.enrolment, date(2025, 3, 1))

    training.refresh_from_db()
    assert training.planned_end_on == PLANNED


def test_parental_leave_does_not_move_other_phases():
    enrolment = factories.enrolment()
    factories.phase_entry(enrolment, PhaseKind.INTERNSHIP, planned_end_on=date(2025, 2, 28))
    pause(enrolment, FEBRUARY, PauseReason.PARENTAL_LEAVE)

    resume(enrolment, date(2025, 3, 1))

    assert enrolment.phase_entries.get().planned_end_on == date(2025, 2, 28)


def test_two_pauses_that_overlap_end_together(training):
    factories.pause(training.enrolment, started_on=FEBRUARY, reason=PauseReason.PARENTAL_LEAVE)
    factories.pause(training.enrolment, started_on=date(2025, 2, 10))

    resume(training.enrolment, date(2025, 3, 1))

    ends = list(training.enrolment.pauses.order_by("started_on").values_list("ended_on", flat=True))
    assert ends == [date(2025, 2, 28), date(2025, 2, 28)]


def test_an_open_pause_in_an_ended_enrolment_is_no_contradiction(training):
    end_enrolment(training.enrolment, FEBRUARY, EndReason.COMPLETED)
    training.enrolment.refresh_from_db()

    resting = factories.pause(training.enrolment, started_on=START)
    resting.full_clean()

    assert resting.ended_on is None
