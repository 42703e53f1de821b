"""Starting, leaving and replanning phases (FIELD, "Phases")."""

from datetime import date

import pytest

from integration.periods.refusals import DATE_OUT_OF_RANGE, END_BEFORE_START
from programmes.pathways.enums import Outcome, PhaseKind
from programmes.pathways.models import JourneyStep, PhaseEntry
from programmes.pathways.queries import startable_phases
from programmes.pathways.refusals import (
    ALREADY_ENDED,
    IN_ANOTHER_PHASE,
    NOT_POSSIBLE_NOW,
    OUTCOME_OF_OTHER_KIND,
    OUTSIDE_ENROLMENT,
    OVERLAP,
    PHASE_OF_OTHER_PROGRAMME,
)
from programmes.pathways.services import complete_phase, extend, move_on, start_phase
from tests import factories
from tests.factories import START
from tests.refused import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def pathway():
    """Internship, EQ, training and retraining on the main track, a language course beside it."""
    programme = factories.programme()
    kinds = [PhaseKind.INTERNSHIP, PhaseKind.EQ, PhaseKind.TRAINING, PhaseKind.RETRAINING]
    months = [3, 6, 36, None]
    phases = {
        kind: factories.phase(programme, kind, duration_months=count) for kind, count in zip(kinds, months, strict=True)
    }
    phases[PhaseKind.LANGUAGE_COURSE] = factories.phase(programme, PhaseKind.LANGUAGE_COURSE, parallel=True)
    return phases


@pytest.fixture
def enrolment(pathway):
    programme = pathway[PhaseKind.TRAINING].programme
    return factories.enrolment(cohort=factories.cohort(programme), entered_on=date(2016, 5, 1))


def test_a_phase_ends_as_planned_when_its_months_are_over(enrolment, pathway):
    entry = start_phase(enrolment, pathway[PhaseKind.TRAINING], date(2016, 9, 1), occupation="Büromanagement")

    assert (entry.planned_end_on, entry.ended_on, entry.occupation) == (date(2019, 8, 31), None, "Büromanagement")


@pytest.mark.parametrize(
    ("months", "start", "last_day"),
    [
        (3, date(2022, 11, 30), date(2023, 2, 28)),
        (3, date(2023, 11, 30), date(2024, 2, 29)),
        (12, date(2024, 2, 29), date(2025, 2, 28)),
    ],
)
def test_planned_ends_follow_the_civil_code(enrolment, pathway, months, start, last_day):
    phase = factories.phase(enrolment.cohort.programme, PhaseKind.QUALIFICATION, duration_months=months)

    assert start_phase(enrolment, phase, start).planned_end_on == last_day


def test_a_planned_end_can_be_given(enrolment, pathway):
    entry = start_phase(enrolment, pathway[PhaseKind.EQ], START, planned_end_on=date(2024, 12, 24))

    assert entry.planned_end_on == date(2024, 12, 24)


def test_a_phase_without_a_duration_has_no_planned_end(enrolment, pathway):
    assert start_phase(enrolment, pathway[PhaseKind.RETRAINING], START).planned_end_on is None


def test_starting_the_same_phase_twice_starts_it_once(enrolment, pathway):
    first = start_phase(enrolment, pathway[PhaseKind.INTERNSHIP], START)

    second = start_phase(enrolment, pathway[PhaseKind.INTERNSHIP], START)

    assert (second, PhaseEntry.objects.count(), JourneyStep.objects.count()) == (first, 1, 1)


def test_one_phase_of_the_main_track_at_a_time(enrolment, pathway):
    start_phase(enrolment, pathway[PhaseKind.INTERNSHIP], START)

    with refused(IN_ANOTHER_PHASE):
        start_phase(enrolment, pathway[PhaseKind.TRAINING], date(2024, 12, 1))


def test_an_internship_and_a_training_share_no_day(enrolment, pathway):
    internship = start_phase(enrolment, pathway[PhaseKind.INTERNSHIP], date(2016, 6, 1))
    complete_phase(internship, date(2016, 8, 31), Outcome.COMPLETED)

    with refused(OVERLAP):
        start_phase(enrolment, pathway[PhaseKind.TRAINING], date(2016, 8, 31))


def test_a_course_runs_beside_the_main_track(enrolment, pathway):
    start_phase(enrolment, pathway[PhaseKind.EQ], START)

    course = start_phase(enrolment, pathway[PhaseKind.LANGUAGE_COURSE], START)

    assert (course.parallel, enrolment.phase_entries.count()) == (True, 2)


def test_a_screen_offers_only_parallel_phases_beside_a_running_one(enrolment, pathway):
    before = list(startable_phases(enrolment))
    start_phase(enrolment, pathway[PhaseKind.EQ], START)

    assert (before, list(startable_phases(enrolment))) == (
        list(pathway.values()),
        [pathway[PhaseKind.LANGUAGE_COURSE]],
    )


def test_a_phase_may_be_repeated_skipped_or_come_after_a_later_one(enrolment, pathway):
    order = [PhaseKind.TRAINING, PhaseKind.INTERNSHIP, PhaseKind.INTERNSHIP, PhaseKind.EQ]
    days = [date(2016, 6, 1), date(2016, 7, 1), date(2016, 8, 1), date(2016, 9, 1)]
    start_phase(enrolment, pathway[order[0]], days[0])

    for kind, day in zip(order[1:], days[1:], strict=True):
        move_on(enrolment, pathway[kind], day)

    kinds = list(enrolment.phase_entries.order_by("started_on").values_list("phase__kind", flat=True))
    assert kinds == order


def test_moving_on_early_says_so_and_leaves_no_gap(enrolment, pathway):
    internship = start_phase(enrolment, pathway[PhaseKind.INTERNSHIP], date(2016, 6, 1))

    training = move_on(enrolment, pathway[PhaseKind.TRAINING], date(2016, 8, 15))

    internship.refresh_from_db()
    assert (internship.ended_on, internship.outcome, training.started_on) == (
        date(2016, 8, 14),
        Outcome.MOVED_ON,
        date(2016, 8, 15),
    )


def test_moving_on_as_planned_completes_the_phase(enrolment, pathway):
    internship = start_phase(enrolment, pathway[PhaseKind.INTERNSHIP], date(2016, 6, 1))

    move_on(enrolment, pathway[PhaseKind.TRAINING], date(2016, 9, 1))

    internship.refresh_from_db()
    assert (internship.ended_on, internship.outcome) == (date(2016, 8, 31), Outcome.COMPLETED)


def test_a_gap_between_two_phases_does_not_end_the_enrolment(enrolment, pathway):
    start_phase(enrolment, pathway[PhaseKind.INTERNSHIP], date(2016, 5, 2))

    move_on(enrolment, pathway[PhaseKind.TRAINING], date(2016, 9, 1), ended_on=date(2016, 8, 1))

    enrolment.refresh_from_db()
    ends = enrolment.phase_entries.order_by("started_on").values_list("ended_on", flat=True)
    assert (list(ends), enrolment.ended_on) == ([date(2016, 8, 1), None], None)


def test_moving_on_twice_moves_once(enrolment, pathway):
    start_phase(enrolment, pathway[PhaseKind.INTERNSHIP], date(2016, 6, 1))
    first = move_on(enrolment, pathway[PhaseKind.TRAINING], date(2016, 9, 1))

    second = move_on(enrolment, pathway[PhaseKind.TRAINING], date(2016, 9, 1))

    assert (second, enrolment.phase_entries.count(), JourneyStep.objects.count()) == (first, 2, 2)


def test_moving_on_before_the_phase_began_changes_nothing(enrolment, pathway):
    entry = start_phase(enrolment, pathway[PhaseKind.INTERNSHIP], date(2016, 6, 1))

    with refused(END_BEFORE_START):
        move_on(enrolment, pathway[PhaseKind.TRAINING], date(2016, 6, 1))

    entry.refresh_from_db()
    assert (entry.ended_on, enrolment.phase_entries.count()) == (None, 1)


def test_a_phase_lies_within_its_enrolment(enrolment, pathway):
    with refused(OUTSIDE_ENROLMENT):
        start_phase(enrolment, pathway[PhaseKind.INTERNSHIP], date(2016, 4, 30))


def test_a_phase_is_of_the_cohorts_programme(enrolment):
    elsewhere = factories.phase(factories.programme())

    with refused(PHASE_OF_OTHER_PROGRAMME):
        start_phase(enrolment, elsewhere, START)


def test_a_day_nobody_can_mean_is_refused_before_anything_is_computed(enrolment, pathway):
    with refused(DATE_OUT_OF_RANGE):
        start_phase(enrolment, pathway[PhaseKind.TRAINING], date(9999, 12, 1))


@pytest.mark.parametrize("kind", [PhaseKind.TRAINING, PhaseKind.RETRAINING])
def test_trainings_and_retrainings_can_be_passed(enrolment, pathway, kind):
    entry = start_phase(enrolment, pathway[kind], date(2016, 9, 1))

    passed = complete_phase(entry, date(2019, 7, 4), Outcome.PASSED)

    assert (passed.ended_on, passed.outcome, passed.planned_end_on) == (
        date(2019, 7, 4),
        Outcome.PASSED,
        entry.planned_end_on,
    )


@pytest.mark.parametrize("outcome", [Outcome.PASSED, Outcome.FAILED_FINALLY])
def test_other_phases_are_neither_passed_nor_failed(enrolment, pathway, outcome):
    entry = start_phase(enrolment, pathway[PhaseKind.INTERNSHIP], START)

    with refused(OUTCOME_OF_OTHER_KIND):
        complete_phase(entry, date(2024, 10, 1), outcome)


def test_an_outcome_may_be_unknown_which_is_not_ended_early(enrolment, pathway):
    entry = start_phase(enrolment, pathway[PhaseKind.INTERNSHIP], START)

    assert complete_phase(entry, date(2024, 10, 1), Outcome.UNKNOWN).outcome == Outcome.UNKNOWN


def test_completing_twice_completes_once(enrolment, pathway):
    entry = start_phase(enrolment, pathway[PhaseKind.INTERNSHIP], START)
    complete_phase(entry, date(2024, 10, 1), Outcome.COMPLETED)

    complete_phase(entry, date(2024, 10, 1), Outcome.COMPLETED)

    assert (JourneyStep.objects.count(), entry.history.count()) == (2, 2)


def test_a_recorded_end_is_not_recorded_over(enrolment, pathway):
    entry = start_phase(enrolment, pathway[PhaseKind.INTERNSHIP], START)
    start_phase(enrolment, pathway[PhaseKind.LANGUAGE_COURSE], START)
    complete_phase(entry, date(2024, 10, 1), Outcome.COMPLETED)

    with refused(ALREADY_ENDED):
        complete_phase(entry, date(2024, 10, 2), Outcome.COMPLETED)


def test_an_extended_training_keeps_its_history(enrolment, pathway):
    entry = start_phase(enrolment, pathway[PhaseKind.TRAINING], date(2016, 9, 1))

    extended = extend(entry, date(2020, 8, 31))

    plans = list(entry.history.order_by("history_id").values_list("planned_end_on", flat=True))
    assert (extended.planned_end_on, plans) == (date(2020, 8, 31), [date(2019, 8, 31), date(2020, 8, 31)])


def test_a_training_can_be_shortened(enrolment, pathway):
    entry = start_phase(enrolment, pathway[PhaseKind.TRAINING], date(2016, 9, 1))

    assert extend(entry, date(2019, 2, 28)).planned_end_on == date(2019, 2, 28)


def test_a_phase_that_ended_is_not_extended(enrolment, pathway):
    entry = start_phase(enrolment, pathway[PhaseKind.EQ], START)
    start_phase(enrolment, pathway[PhaseKind.LANGUAGE_COURSE], START)
    complete_phase(entry, date(2024, 10, 1), Outcome.COMPLETED)

    with refused(ALREADY_ENDED):
        extend(entry, date(2025, 10, 1))


def test_an_entry_follows_its_phase_beside_the_main_track(enrolment, pathway):
    phase = pathway[PhaseKind.INTERNSHIP]
    entry = start_phase(enrolment, phase, START)

    phase.parallel = True
    phase.full_clean()
    phase.save()

    entry.refresh_from_db()
    assert entry.parallel


def test_a_phase_does_not_join_the_main_track_where_it_would_overlap(enrolment, pathway):
    start_phase(enrolment, pathway[PhaseKind.EQ], START)
    start_phase(enrolment, pathway[PhaseKind.LANGUAGE_COURSE], START)
    course = pathway[PhaseKind.LANGUAGE_COURSE]
    course.parallel = False

    with refused(OVERLAP):
        course.full_clean()


def test_nothing_starts_in_an_ended_enrolment(pathway):
    cohort = factories.cohort(pathway[PhaseKind.TRAINING].programme)
    ended = factories.enrolment(cohort=cohort, ended_on=date(2025, 1, 31))

    with refused(NOT_POSSIBLE_NOW):
        start_phase(ended, pathway[PhaseKind.TRAINING], START)
