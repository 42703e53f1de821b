"""Taking back the last step as a whole (FIELD P15)."""

from datetime import date

import pytest

from programmes.guarantees.enums import Contract, Decision
from programmes.guarantees.services import decide_guarantee, give_guarantee, record_employment
from programmes.pathways.enums import EndReason, ExamKind, ExamResult, Outcome, PauseReason, PhaseKind
from programmes.pathways.models import Enrolment, Exam, Pause, PhaseEntry, Transfer
from programmes.pathways.queries import last_step
from programmes.pathways.refusals import (
    CHANGED_SINCE,
    DEPENDED_ON,
    ENROLLED_TWICE,
    NOT_THE_LAST_STEP,
    NOTHING_TO_UNDO,
)
from programmes.pathways.services import (
    complete_phase,
    end_enrolment,
    enrol,
    extend,
    move_on,
    pause,
    record_exam,
    resume,
    start_phase,
    transfer,
    undo_last_step,
)
from programmes.sponsorships.models import Sponsorship
from programmes.sponsorships.services import end_sponsorship, start_sponsorship
from tests import factories
from tests.factories import START
from tests.refused import refused

pytestmark = pytest.mark.django_db

LATER = date(2025, 3, 31)
TABLES = (Enrolment, PhaseEntry, Pause, Transfer, Exam, Sponsorship)


def everything():
    """All rows of the journey, by table; without the keys, which a row that comes back keeps anyway."""
    rows = {model.__name__: list(model.objects.order_by("pk").values()) for model in TABLES}
    affiliations = Enrolment.objects.order_by("pk").values_list(
        "affiliations__organisation", "affiliations__started_on", "affiliations__ended_on", "affiliations__next"
    )
    return rows | {"affiliations": sorted(affiliations, key=str)}


@pytest.fixture
def enrolment():
    """In an internship, paused, accompanied, with an intermediate exam."""
    created = factories.enrolment(in_phase=PhaseKind.INTERNSHIP, sponsor=factories.sponsor(), paused=True)
    factories.exam(created, kind=ExamKind.INTERMEDIATE)
    return created


def phase_of(enrolment, kind):
    return enrolment.cohort.programme.phases.get(kind=kind)


STEPS = {
    "resume": lambda e: resume(e, LATER),
    "complete": lambda e: complete_phase(e.phase_entries.get(), LATER, Outcome.COMPLETED),
    "extend": lambda e: extend(e.phase_entries.get(), LATER),
    "transfer": lambda e: transfer(e, LATER, factories.organisation()),
    "end": lambda e: end_enrolment(e, LATER, EndReason.HEALTH),
    "exam": lambda e: record_exam(e, ExamKind.FINAL, LATER),
    "result": lambda e: record_exam(e, ExamKind.INTERMEDIATE, START, result=ExamResult.PASSED),
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_everything_is_as_it_was_before_the_step(enrolment, step):
    before = everything()
    step(enrolment)
    after = everything()

    undo_last_step(enrolment)

    assert (after == before, everything()) == (False, before)


def test_moving_on_and_pausing_are_taken_back_as_a_whole():
    enrolment = factories.enrolment(in_phase=PhaseKind.INTERNSHIP)
    before = everything()
    move_on(enrolment, phase_of(enrolment, PhaseKind.TRAINING), LATER)
    moved = everything()
    pause(enrolment, LATER, PauseReason.PARENTAL_LEAVE, ended_on=date(2025, 6, 30))

    undo_last_step(enrolment)
    once = everything()
    undo_last_step(enrolment)

    assert (once, everything()) == (moved, before)


def test_undoing_the_first_step_takes_the_enrolment_away():
    enrolment = enrol(factories.participant(), factories.cohort(), factories.organisation(), START)

    undo_last_step(enrolment)

    assert Enrolment.objects.count() == 0


def test_what_others_recorded_for_an_enrolment_keeps_it():
    enrolment = enrol(factories.participant(), factories.cohort(), factories.organisation(), START)
    factories.sponsorship(enrolment)

    with refused(DEPENDED_ON):
        undo_last_step(enrolment)


def test_what_came_from_elsewhere_has_no_step_to_undo(enrolment):
    with refused(NOTHING_TO_UNDO):
        undo_last_step(enrolment)


def test_a_step_that_was_kept_before_its_rows_knew_of_something_can_be_undone(enrolment):
    before = everything()
    step_of = extend(enrolment.phase_entries.get(), LATER).enrolment
    step = last_step(step_of)
    for side in ("before", "after"):
        del step.changes[0][side]["probation_until"]
    step.save()

    undo_last_step(enrolment)

    assert everything() == before


def test_asking_twice_for_the_same_step_takes_back_one():
    enrolment = factories.enrolment(in_phase=PhaseKind.INTERNSHIP)
    record_exam(enrolment, ExamKind.INTERMEDIATE, LATER)
    record_exam(enrolment, ExamKind.FINAL, LATER)
    seen = last_step(enrolment)

    for _ in range(2):
        undo_last_step(enrolment, seen)

    assert enrolment.exams.get().kind == ExamKind.INTERMEDIATE


def test_a_step_that_is_no_longer_the_last_stays(enrolment):
    record_exam(enrolment, ExamKind.FINAL, LATER)
    seen = last_step(enrolment)
    complete_phase(enrolment.phase_entries.get(), LATER, Outcome.COMPLETED)

    with refused(NOT_THE_LAST_STEP):
        undo_last_step(enrolment, seen)


def test_what_was_corrected_since_is_not_overwritten(enrolment):
    entry = complete_phase(enrolment.phase_entries.get(), LATER, Outcome.COMPLETED)
    entry.outcome = Outcome.UNKNOWN
    entry.save()

    with refused(CHANGED_SINCE):
        undo_last_step(enrolment)

    entry.refresh_from_db()
    assert entry.outcome == Outcome.UNKNOWN


def test_an_end_stays_when_the_person_came_back(enrolment):
    end_enrolment(enrolment, LATER, EndReason.COMPLETED)
    enrol(enrolment.participant, enrolment.cohort, enrolment.organisation, date(2025, 4, 1))

    with refused(ENROLLED_TWICE):
        undo_last_step(enrolment)

    enrolment.refresh_from_db()
    assert enrolment.ended_on == LATER


def test_a_passed_training_stays_while_its_guarantee_is_fulfilled():
    enrolment = factories.enrolment(in_phase=PhaseKind.TRAINING, guaranteed=True)
    complete_phase(enrolment.phase_entries.get(), LATER, Outcome.PASSED)
    enrolment.guarantees.update(decision=Decision.FULFILLED, decided_on=LATER)

    with refused(DEPENDED_ON):
        undo_last_step(enrolment)


def test_what_follows_a_training_is_taken_back_before_it():
    enrolment = factories.enrolment(in_phase=PhaseKind.TRAINING)
    before = everything()
    complete_phase(enrolment.phase_entries.get(), LATER, Outcome.PASSED)
    promise = give_guarantee(enrolment, START)
    record_employment(enrolment, enrolment.organisation, date(2025, 4, 1), Contract.PERMANENT)
    decide_guarantee(promise, Decision.FULFILLED, decided_on=date(2025, 4, 1), reason="Wie versprochen.")

    undo_last_step(enrolment)
    promise.refresh_from_db()
    assert (promise.decision, promise.decided_on, promise.reason) == ("", None, "")

    for _ in range(3):
        undo_last_step(enrolment)
    assert (everything(), enrolment.guarantees.count(), enrolment.employments.count()) == (before, 0, 0)


def test_a_job_stays_while_a_guarantee_is_recorded_as_fulfilled_by_it():
    enrolment = factories.enrolment(guaranteed=True)
    record_employment(enrolment, enrolment.organisation, date(2025, 4, 1), Contract.PERMANENT)
    enrolment.guarantees.update(decision=Decision.FULFILLED, decided_on=LATER)

    with refused(DEPENDED_ON):
        undo_last_step(enrolment)


def test_a_sponsorship_goes_on_when_its_end_is_taken_back_and_what_was_said_of_the_end_is_gone():
    enrolment = factories.enrolment()
    started = start_sponsorship(factories.sponsor(), enrolment, START)
    end_sponsorship(started, LATER, reason="Umzug")

    undo_last_step(enrolment)
    started.refresh_from_db()
    assert (started.ended_on, started.end_reason) == (None, "")

    undo_last_step(enrolment)
    assert enrolment.sponsorships.count() == 0


def test_steps_keep_no_names_and_no_free_text():
    enrolment = factories.enrolment(participant=factories.participant(given_name="Nasrin", family_name="Qaderi"))
    training = phase_of(enrolment, PhaseKind.TRAINING)

    start_phase(enrolment, training, START, occupation="Kauffrau für Büromanagement")

    kept = last_step(enrolment).changes
    assert sorted(kept[0]["after"]) == [
        "code",
        "ended_on",
        "enrolment_id",
        "id",
        "outcome",
        "parallel",
        "phase_id",
        "planned_end_on",
        "probation_until",
        "started_on",
    ]


def test_a_step_and_its_history_name_who_made_it(enrolment):
    somebody, somebody_else = factories.user(), factories.user()

    record_exam(enrolment, ExamKind.FINAL, LATER, by=somebody)
    step = last_step(enrolment)
    undo_last_step(enrolment, by=somebody_else)

    step.refresh_from_db()
    authors = list(
        Exam.history.filter(kind=ExamKind.FINAL).order_by("history_id").values_list("history_user", flat=True)
    )
    assert (step.made_by, step.undone_by, authors) == (somebody, somebody_else, [somebody.pk, somebody_else.pk])
