"""Which step is possible in which state: every pair is tried, and says the same as the table."""

from datetime import date, timedelta

import pytest
import time_machine

from programmes.pathways.enums import (
    POSSIBLE,
    EndReason,
    ExamKind,
    JourneyState,
    Outcome,
    PauseReason,
    PhaseKind,
    Verb,
    outcomes_of,
)
from programmes.pathways.probation import latest_end
from programmes.pathways.queries import possible_steps, state_of
from programmes.pathways.refusals import NOT_POSSIBLE_NOW
from programmes.pathways.services import (
    complete_phase,
    end_enrolment,
    extend,
    move_on,
    pause,
    prolong_probation,
    record_exam,
    resume,
    start_phase,
    transfer,
)
from tests import factories
from tests.factories import START
from tests.refused import reason_for_refusing

pytestmark = pytest.mark.django_db

DAY = date(2025, 3, 1)


@pytest.fixture(autouse=True)
def _march():
    with time_machine.travel(DAY):
        yield


def enrolment_in(state):
    """An enrolment in this state, with a language course that goes on beside everything but the end."""
    programme = factories.programme()
    factories.phase(programme, PhaseKind.INTERNSHIP, duration_months=6)
    factories.phase(programme, PhaseKind.TRAINING, duration_months=36)
    factories.phase(programme, PhaseKind.LANGUAGE_COURSE, parallel=True)
    fields = {
        JourneyState.NOT_ENTERED: {"entered_on": date(2025, 4, 1)},
        JourneyState.IN_PHASE: {"in_phase": PhaseKind.INTERNSHIP},
        JourneyState.PAUSED: {"in_phase": PhaseKind.INTERNSHIP, "paused": True},
        JourneyState.ENDED: {"ended_on": DAY},
    }.get(state, {})
    enrolment = factories.enrolment(cohort=factories.cohort(programme), **fields)
    ended = {"ended_on": DAY, "outcome": Outcome.UNKNOWN} if state == JourneyState.ENDED else {}
    factories.phase_entry(enrolment, PhaseKind.LANGUAGE_COURSE, **ended)
    return enrolment


def parallel_entry(enrolment):
    return enrolment.phase_entries.get(parallel=True)


def phase_of(enrolment, kind):
    return enrolment.cohort.programme.phases.get(kind=kind)


def start(enrolment):
    running = enrolment.phase_entries.filter(parallel=False).exists()
    kind = PhaseKind.LANGUAGE_COURSE if running else PhaseKind.TRAINING
    return start_phase(enrolment, phase_of(enrolment, kind), date(2025, 4, 2))


def prolong(enrolment):
    """Of whatever goes on beside the main track, as if it had a probation."""
    entry = parallel_entry(enrolment)
    entry.phase.probation_months = 4
    entry.phase.save()
    away = [entry.started_on + timedelta(days=days) for days in (1, 10)]
    factories.pause(enrolment, started_on=away[0], ended_on=away[1])
    return prolong_probation(entry, latest_end(entry, enrolment.pauses.all()))


ASKED = {
    Verb.START_PHASE: start,
    Verb.MOVE_ON: lambda e: move_on(e, phase_of(e, PhaseKind.TRAINING), date(2025, 4, 2)),
    Verb.COMPLETE_PHASE: lambda e: complete_phase(parallel_entry(e), date(2025, 4, 2), Outcome.COMPLETED),
    Verb.PAUSE: lambda e: pause(e, DAY, PauseReason.ILLNESS),
    Verb.EXTEND: lambda e: extend(parallel_entry(e), date(2025, 12, 31)),
    Verb.PROLONG_PROBATION: prolong,
    Verb.TRANSFER: lambda e: transfer(e, date(2025, 4, 2), factories.organisation()),
    Verb.END_ENROLMENT: lambda e: end_enrolment(e, date(2025, 4, 2), EndReason.COMPLETED),
    Verb.RECORD_EXAM: lambda e: record_exam(e, ExamKind.FINAL, DAY),
    Verb.RESUME: lambda e: resume(e, DAY),
}
# Where there is nothing to end, that is the better answer.
OTHERWISE = {Verb.RESUME: "not_paused", Verb.END_ENROLMENT: "already_ended"}


@pytest.mark.parametrize("state", JourneyState)
def test_the_state_is_read_off_what_is_recorded(state):
    assert state_of(enrolment_in(state)) == state


@pytest.mark.parametrize("verb", ASKED)
@pytest.mark.parametrize("state", JourneyState)
def test_a_step_is_taken_exactly_where_the_table_allows_it(state, verb):
    enrolment = enrolment_in(state)

    refusal = reason_for_refusing(lambda: ASKED[verb](enrolment))

    expected = (
        {None} if verb in POSSIBLE[state] else {NOT_POSSIBLE_NOW.code, OTHERWISE.get(verb, NOT_POSSIBLE_NOW.code)}
    )
    assert {refusal} <= expected


@pytest.mark.parametrize("state", JourneyState)
def test_a_screen_offers_what_the_table_allows(state):
    assert set(possible_steps(enrolment_in(state))) == POSSIBLE[state]


def test_only_a_phase_that_goes_on_can_be_ended_or_extended():
    enrolment = factories.enrolment()

    offered = set(possible_steps(enrolment))

    assert POSSIBLE[JourneyState.BETWEEN_PHASES] - offered == {Verb.COMPLETE_PHASE, Verb.EXTEND}


def test_between_two_phases_somebody_is_enrolled_and_in_none():
    enrolment = factories.enrolment()
    factories.phase_entry(enrolment, PhaseKind.INTERNSHIP, ended_on=START)

    assert state_of(enrolment) == JourneyState.BETWEEN_PHASES


@pytest.mark.parametrize("kind", PhaseKind)
def test_only_trainings_and_retrainings_end_with_an_exam(kind):
    examined = {Outcome.PASSED, Outcome.FAILED_FINALLY} & set(outcomes_of(kind))

    assert bool(examined) == (kind in {PhaseKind.TRAINING, PhaseKind.RETRAINING})
