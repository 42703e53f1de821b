"""Probation, exams, another attempt, extension on demand, courses and certificates: each kind by its rule."""

from datetime import date

import pytest

from integration.deadlines.models import Deadline
from programmes.participants.enums import Evidence, Level
from programmes.pathways import services as journey
from programmes.pathways.enums import ExamKind, ExamResult, Outcome, PhaseKind
from tests import factories as make
from tests.integration.deadlines.asking import became, due

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 15)


def in_training(programme=None, entered_on=date(2024, 9, 1), **fields):
    started = make.enrolment(entered_on=entered_on, **({"cohort": make.cohort(programme)} if programme else {}))
    make.phase_entry(started, **fields)
    return started


def sentence(kind):
    return Deadline.objects.get(kind=kind, state="open").sentence


# --- Probation ---


def with_probation(months, began):
    programme = make.programme()
    make.phase(programme, PhaseKind.TRAINING, probation_months=months)
    return in_training(programme, entered_on=began)


@pytest.mark.parametrize(
    ("began", "months", "ends"),
    [
        (date(2026, 9, 1), 4, date(2026, 12, 31)),
        (date(2026, 8, 1), 6, date(2027, 1, 31)),
        (date(2026, 10, 30), 4, date(2027, 2, 28)),
    ],
)
def test_the_probation_ends_with_its_last_day_by_the_calendar(began, months, ends):
    with_probation(months, began)

    assert due("probation_ends", TODAY) == [(ends, "began")]


def test_the_probation_is_told_with_its_beginning_and_length():
    with_probation(4, date(2026, 3, 1))

    assert due("probation_ends", TODAY) == [(date(2026, 6, 30), "began")]
    assert sentence("probation_ends") == "Ausbildung begann am 01.03.2026; Monate der Probezeit: 4."


def test_a_probation_that_is_over_is_settled():
    with_probation(4, date(2026, 3, 1))
    due("probation_ends", date(2026, 6, 30))

    assert due("probation_ends", date(2026, 7, 1)) == []
    assert became("probation_ends") == [(date(2026, 6, 30), "settled")]


def test_a_phase_without_a_probation_has_none():
    in_training()

    assert due("probation_ends", TODAY) == []


# --- Exams ---


def test_an_exam_is_due_on_its_day_and_over_afterwards():
    make.exam(in_training(), kind=ExamKind.FINAL_PART_1, held_on=date(2026, 6, 20))

    assert due("exam_day", TODAY) == [(date(2026, 6, 20), "held")]
    assert sentence("exam_day") == "Abschlussprüfung Teil 1, Versuch 1."
    assert due("exam_day", date(2026, 6, 21)) == []
    assert became("exam_day") == [(date(2026, 6, 20), "settled")]


def failed(enrolled, attempt=1, held_on=date(2026, 6, 1), **fields):
    return make.exam(enrolled, attempt=attempt, held_on=held_on, result=ExamResult.FAILED, **fields)


def test_a_failed_exam_needs_a_day_for_the_next_attempt():
    failed(in_training())

    assert due("resit", TODAY) == [(date(2026, 6, 29), "failed")]
    assert sentence("resit") == (
        "Abschlussprüfung wurde am 01.06.2026 nicht bestanden, und ein weiterer Versuch hat noch keinen Tag; 2 sind erlaubt."
    )


def test_the_next_attempt_settles_it():
    enrolled = in_training()
    failed(enrolled)
    due("resit", TODAY)

    journey.record_exam(enrolled, ExamKind.FINAL, date(2026, 11, 20), attempt=2)

    assert due("resit", TODAY) == []
    assert became("resit") == [(date(2026, 6, 29), "settled")]


def test_after_the_second_resit_there_is_no_further_one():
    enrolled = in_training()
    failed(enrolled, 1, date(2025, 6, 1))
    failed(enrolled, 2, date(2025, 12, 1))
    failed(enrolled, 3, date(2026, 6, 1))

    assert due("resit", TODAY) == []


def test_part_one_of_an_exam_in_two_parts_is_not_taken_again_by_itself():
    failed(in_training(), kind=ExamKind.FINAL_PART_1)

    assert due("resit", TODAY) == []


# --- Extension on demand ---


def test_after_a_failed_exam_the_training_goes_on_only_if_it_is_asked_for():
    failed(in_training(planned_end_on=date(2026, 8, 31)))

    assert due("extension", TODAY) == [(date(2026, 8, 31), "failed")]
    assert sentence("extension") == (
        "Abschlussprüfung wurde am 01.06.2026 nicht bestanden; die Ausbildung endet am 31.08.2026 und geht bis zum nächsten "
        "Versuch, höchstens bis 31.08.2027, nur weiter, wenn die/der Auszubildende es verlangt."
    )


def test_an_extension_settles_it(time_machine):
    time_machine.move_to("2026-06-15T09:00:00+02:00")
    enrolled = in_training(planned_end_on=date(2026, 8, 31))
    failed(enrolled)
    due("extension", TODAY)

    journey.extend(enrolled.phase_entries.get(), date(2027, 2, 28))

    assert due("extension", TODAY) == []
    assert became("extension") == [(date(2026, 8, 31), "settled")]


def test_another_attempt_within_the_training_needs_no_extension():
    enrolled = in_training(planned_end_on=date(2027, 2, 28))
    failed(enrolled)
    make.exam(enrolled, attempt=2, held_on=date(2026, 12, 1))

    assert due("extension", TODAY) == []


def test_the_second_resit_extends_again(time_machine):
    time_machine.move_to("2026-06-15T09:00:00+02:00")
    enrolled = in_training(planned_end_on=date(2026, 8, 31))
    failed(enrolled)
    journey.extend(enrolled.phase_entries.get(), date(2027, 2, 28))
    failed(enrolled, 2, date(2027, 1, 20))

    assert due("extension", date(2027, 1, 25)) == [(date(2027, 2, 28), "failed")]
    assert sentence("extension") == (
        "Abschlussprüfung wurde am 20.01.2027 nicht bestanden; die Ausbildung endet am 28.02.2027 und geht bis zum nächsten "
        "Versuch, höchstens bis 31.08.2027, nur weiter, wenn die/der Auszubildende es verlangt."
    )


def test_after_a_whole_year_there_is_no_further_extension(time_machine):
    time_machine.move_to("2026-06-15T09:00:00+02:00")
    enrolled = in_training(planned_end_on=date(2026, 8, 31))
    failed(enrolled)
    journey.extend(enrolled.phase_entries.get(), date(2027, 8, 31))
    failed(enrolled, 2, date(2027, 6, 1))

    assert due("extension", date(2027, 6, 15)) == []


def test_what_was_planned_anew_before_the_exam_failed_is_not_part_of_the_year(time_machine):
    time_machine.move_to("2026-05-15T09:00:00+02:00")
    enrolled = in_training(planned_end_on=date(2026, 8, 31))
    journey.extend(enrolled.phase_entries.get(), date(2026, 9, 30))
    time_machine.move_to("2026-06-15T09:00:00+02:00")
    failed(enrolled)
    journey.extend(enrolled.phase_entries.get(), date(2027, 2, 28))
    failed(enrolled, 2, date(2027, 1, 20))

    due("extension", date(2027, 1, 25))

    assert Deadline.objects.get(kind="extension", state="open").details["latest"] == "2027-09-30"


def test_who_passed_needs_none():
    enrolled = in_training(planned_end_on=date(2027, 2, 28))
    failed(enrolled)
    make.exam(enrolled, attempt=2, held_on=date(2026, 6, 10), result=ExamResult.PASSED)

    assert (due("extension", TODAY), due("resit", TODAY)) == ([], [])


# --- Language ---


def asking_for_b1():
    programme = make.programme()
    make.phase(programme, PhaseKind.LANGUAGE_COURSE, parallel=True)
    make.phase(programme, PhaseKind.INTERNSHIP)
    make.phase(programme, PhaseKind.TRAINING, minimum_level=Level.B1)
    return make.cohort(programme)


def test_a_certificate_grows_too_old_six_months_after_its_day_while_it_is_still_needed():
    enrolled = make.enrolment(cohort=asking_for_b1())
    make.language_level(enrolled.participant, assessed_on=date(2026, 3, 31))

    assert due("certificate_age", TODAY) == [(date(2026, 9, 30), "certified")]
    assert sentence("certificate_age") == "Das Zertifikat B1 ist vom 31.03.2026; viele nehmen kein älteres an."


def test_a_newer_certificate_settles_it_and_counts_from_its_own_day():
    enrolled = make.enrolment(cohort=asking_for_b1())
    make.language_level(enrolled.participant, assessed_on=date(2026, 1, 31))
    due("certificate_age", TODAY)

    make.language_level(enrolled.participant, assessed_on=date(2026, 6, 1), level=Level.B2)

    assert due("certificate_age", TODAY) == [(date(2026, 12, 1), "certified")]
    assert became("certificate_age") == [(date(2026, 7, 31), "settled")]


def test_once_the_phase_has_begun_nobody_asks_for_the_certificate_any_more():
    enrolled = make.enrolment(cohort=asking_for_b1())
    make.language_level(enrolled.participant, assessed_on=date(2026, 1, 31))
    due("certificate_age", TODAY)

    make.phase_entry(enrolled, PhaseKind.TRAINING)

    assert due("certificate_age", TODAY) == []
    assert became("certificate_age") == [(date(2026, 7, 31), "settled")]


def test_estimates_do_not_grow_old():
    enrolled = make.enrolment(cohort=asking_for_b1())
    make.language_level(enrolled.participant, assessed_on=date(2026, 1, 31), evidence=Evidence.TEACHER_ESTIMATE)

    assert due("certificate_age", TODAY) == []


def after_a_course():
    enrolled = make.enrolment(cohort=asking_for_b1())
    make.phase_entry(enrolled, PhaseKind.LANGUAGE_COURSE, ended_on=date(2026, 5, 31), outcome=Outcome.COMPLETED)
    return enrolled


def test_after_a_course_the_next_is_due_while_a_level_is_lacking():
    after_a_course()

    assert due("next_course", TODAY) == [(date(2026, 6, 14), "ended")]
    assert sentence("next_course") == "Der Kurs endete am 31.05.2026, B1 wird verlangt, und kein weiterer Kurs folgt."


def test_the_next_course_settles_it():
    enrolled = after_a_course()
    due("next_course", TODAY)

    make.phase_entry(enrolled, PhaseKind.LANGUAGE_COURSE, started_on=date(2026, 7, 1))

    assert due("next_course", TODAY) == []
    assert became("next_course") == [(date(2026, 6, 14), "settled")]


@pytest.mark.parametrize(("level", "lacking"), [(Level.A2, 1), (Level.B1, 0), (Level.C1, 0)])
def test_who_has_the_level_needs_no_other_course(level, lacking):
    enrolled = after_a_course()

    make.language_level(enrolled.participant, assessed_on=date(2026, 6, 10), level=level)

    assert len(due("next_course", TODAY)) == lacking
