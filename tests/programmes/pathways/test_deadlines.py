"""What falls due on a journey: each kind by its rule."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from integration.deadlines.models import Deadline
from programmes.participants.enums import ResidenceKind
from programmes.pathways import services as journey
from programmes.pathways.enums import EndReason, ExamKind, ExamResult, Outcome, PauseReason, PhaseKind
from tests import factories as make
from tests.integration.deadlines.asking import became, due

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 15)


def in_training(**fields):
    started = make.enrolment()
    make.phase_entry(started, **fields)
    return started


def sentence(kind):
    return Deadline.objects.get(kind=kind, state="open").sentence


# --- Residence documents ---


def with_document(**fields):
    enrolled = make.enrolment()
    return enrolled, make.residence_document(enrolled.participant, **fields)


def test_a_document_is_due_on_the_last_day_it_is_valid():
    with_document(printed_valid_to=date(2026, 12, 31))

    assert due("permit_ends", TODAY) == [(date(2026, 12, 31), "printed")]
    assert sentence("permit_ends") == "Aufenthaltserlaubnis gilt bis 31.12.2026."


def test_legal_validity_counts_before_what_is_printed():
    with_document(
        kind=ResidenceKind.TEMPORARY_PROTECTION,
        printed_valid_to=date(2024, 9, 4),
        legal_valid_to=date(2027, 3, 4),
    )

    assert due("permit_ends", TODAY) == [(date(2027, 3, 4), "by_law")]
    assert sentence("permit_ends") == (
        "Vorübergehender Schutz (§ 24) gilt kraft Gesetzes bis 04.03.2027; aufgedruckt ist 04.09.2024."
    )


def test_it_is_shown_180_days_before_and_never_disappears_by_being_overdue():
    with_document(printed_valid_to=date(2026, 12, 12))
    due("permit_ends", TODAY)
    ends = Deadline.objects.get(kind="permit_ends")

    assert ends.shown_on == TODAY
    assert due("permit_ends", date(2028, 1, 1)) == [(date(2026, 12, 12), "printed")]


def test_a_later_document_settles_it():
    enrolled, _document = with_document(printed_valid_to=date(2026, 8, 31))
    due("permit_ends", TODAY)

    make.residence_document(enrolled.participant, issued_on=TODAY, printed_valid_to=date(2028, 8, 31))

    assert due("permit_ends", TODAY) == [(date(2028, 8, 31), "printed")]
    assert became("permit_ends") == [(date(2026, 8, 31), "settled")]


def test_another_day_on_the_same_document_moves_it():
    _enrolled, document = with_document(printed_valid_to=date(2026, 8, 31))
    due("permit_ends", TODAY)

    document.legal_valid_to = date(2027, 3, 4)
    document.save()

    assert due("permit_ends", TODAY) == [(date(2027, 3, 4), "by_law")]
    assert became("permit_ends") == [(date(2026, 8, 31), "moved")]


def test_a_document_issued_in_the_future_counts_from_its_day_on():
    enrolled, _document = with_document(printed_valid_to=date(2026, 8, 31))
    make.residence_document(
        enrolled.participant, issued_on=TODAY + timedelta(days=1), printed_valid_to=date(2028, 8, 31)
    )

    assert due("permit_ends", TODAY) == [(date(2026, 8, 31), "printed")]
    assert due("permit_ends", TODAY + timedelta(days=1)) == [(date(2028, 8, 31), "printed")]


@pytest.mark.parametrize(
    "kind",
    [
        ResidenceKind.GERMAN,
        ResidenceKind.EU_FREE_MOVEMENT,
        ResidenceKind.SETTLEMENT_PERMIT,
        ResidenceKind.PROVISIONAL_EFFECT,
    ],
)
def test_who_needs_none_has_an_unlimited_one_or_waits_for_the_authority_leaves_the_watch(kind):
    enrolled, _document = with_document(printed_valid_to=date(2026, 8, 31))
    due("permit_ends", TODAY)

    make.residence_document(enrolled.participant, kind=kind, issued_on=TODAY, printed_valid_to=date(2026, 7, 31))

    assert due("permit_ends", TODAY) == []
    assert became("permit_ends") == [(date(2026, 8, 31), "settled")]


def test_a_document_without_an_end_has_none():
    with_document(printed_valid_to=None)

    assert due("permit_ends", TODAY) == []


def test_who_leaves_before_the_document_ends_is_no_more_to_be_watched():
    enrolled, _document = with_document(printed_valid_to=date(2026, 8, 31))
    due("permit_ends", TODAY)

    journey.end_enrolment(enrolled, date(2026, 6, 30), EndReason.MOVED_AWAY)

    assert due("permit_ends", TODAY) == []
    assert became("permit_ends") == [(date(2026, 8, 31), "withdrawn")]


def test_each_company_of_somebody_enrolled_twice_watches_for_itself():
    enrolled, _document = with_document(printed_valid_to=date(2026, 8, 31))
    other = make.enrolment(participant=enrolled.participant)

    assert len(due("permit_ends", TODAY)) == 2
    assert set(Deadline.objects.filter(kind="permit_ends").values_list("enrolment", "organisation")) == {
        (enrolled.pk, enrolled.organisation_id),
        (other.pk, other.organisation_id),
    }


# --- Planned ends ---


def test_a_phase_is_planned_until_a_day():
    in_training(planned_end_on=date(2027, 8, 31))

    assert due("planned_end", TODAY) == [(date(2027, 8, 31), "planned")]
    assert sentence("planned_end") == "Ausbildung: geplant bis 31.08.2027."


def test_a_planned_end_that_has_passed_stays_due():
    in_training(planned_end_on=date(2026, 5, 31))

    assert due("planned_end", TODAY) == [(date(2026, 5, 31), "planned")]


def test_a_phase_without_a_planned_end_has_none():
    in_training(planned_end_on=None)

    assert due("planned_end", TODAY) == []


def test_an_extension_moves_it_and_is_the_reason(time_machine):
    time_machine.move_to(datetime(2026, 8, 1, 0, 30, tzinfo=ZoneInfo("Europe/Berlin")))
    entry = in_training(planned_end_on=date(2026, 8, 31)).phase_entries.get()

    journey.extend(entry, date(2027, 2, 28))

    assert due("planned_end", date(2026, 8, 1)) == [(date(2027, 2, 28), "extended")]
    assert became("planned_end") == [(date(2026, 8, 31), "moved")]
    assert sentence("planned_end") == "Ausbildung: geplant bis 28.02.2027 wegen der Verlängerung vom 01.08.2026."


def test_undoing_the_extension_moves_it_back():
    enrolled = in_training(planned_end_on=date(2026, 8, 31))
    journey.extend(enrolled.phase_entries.get(), date(2027, 2, 28))

    journey.undo_last_step(enrolled)

    assert due("planned_end", TODAY) == [(date(2026, 8, 31), "planned")]
    assert became("planned_end") == [(date(2027, 2, 28), "moved")]


def test_parental_leave_moves_it_and_is_the_reason():
    enrolled = in_training(planned_end_on=date(2027, 8, 31))

    journey.pause(enrolled, date(2026, 3, 1), PauseReason.PARENTAL_LEAVE, ended_on=date(2026, 4, 30))

    assert due("planned_end", TODAY) == [(date(2027, 10, 31), "after_pause")]


def test_a_phase_that_ended_settles_it():
    enrolled = in_training(planned_end_on=date(2026, 8, 31))

    journey.complete_phase(enrolled.phase_entries.get(), date(2026, 6, 10), Outcome.PASSED)

    assert due("planned_end", TODAY) == []
    assert became("planned_end") == [(date(2026, 8, 31), "settled")]


def test_a_phase_that_was_started_by_mistake_withdraws_it():
    enrolled = make.enrolment()
    training = enrolled.cohort.programme.phases.get(kind=PhaseKind.TRAINING)
    journey.start_phase(enrolled, training, date(2025, 9, 1), planned_end_on=date(2028, 8, 31))

    journey.undo_last_step(enrolled)

    assert due("planned_end", TODAY) == []
    assert became("planned_end") == [(date(2028, 8, 31), "withdrawn")]


def test_a_language_course_beside_the_training_has_its_own():
    enrolled = in_training(planned_end_on=date(2027, 8, 31))
    make.phase(enrolled.cohort.programme, PhaseKind.LANGUAGE_COURSE, parallel=True)
    make.phase_entry(enrolled, PhaseKind.LANGUAGE_COURSE, planned_end_on=date(2026, 7, 31))

    assert due("planned_end", TODAY) == [(date(2026, 7, 31), "planned"), (date(2027, 8, 31), "planned")]


def test_28_february_is_the_planned_end_of_a_year_from_a_leap_day():
    enrolled = make.enrolment(entered_on=date(2024, 2, 29))
    training = enrolled.cohort.programme.phases.get(kind=PhaseKind.TRAINING)
    training.duration_months = 12
    training.save()

    journey.start_phase(enrolled, training, date(2024, 2, 29))

    assert due("planned_end", TODAY) == [(date(2025, 2, 28), "planned")]


# --- Without a phase ---


def test_an_enrolment_without_a_phase_is_due_when_it_begins():
    make.enrolment(entered_on=date(2026, 9, 1))

    assert due("phase_to_start", TODAY) == [(date(2026, 9, 1), "nothing_planned")]
    assert Deadline.objects.get(kind="phase_to_start").shown_on == date(2026, 8, 18)


def test_the_first_phase_settles_it():
    enrolled = make.enrolment(entered_on=date(2026, 6, 1))

    journey.start_phase(enrolled, enrolled.cohort.programme.phases.get(position=1), date(2026, 6, 1))

    assert due("phase_to_start", TODAY) == []
    assert became("phase_to_start") == [(date(2026, 6, 1), "settled")]


def test_a_programme_without_phases_asks_for_none():
    make.enrolment(cohort=make.cohort(make.programme()))

    assert due("phase_to_start", TODAY) == []


def between_phases(ended_on=date(2026, 5, 31)):
    enrolled = make.enrolment()
    make.phase_entry(enrolled, PhaseKind.INTERNSHIP, ended_on=ended_on, outcome=Outcome.COMPLETED)
    return enrolled


def test_a_gap_is_shown_from_its_first_day_and_due_after_a_grace_of_14_days():
    between_phases()

    assert due("between_phases", TODAY) == [(date(2026, 6, 15), "gap")]
    assert due("phase_to_start", TODAY) == []
    assert Deadline.objects.get(kind="between_phases").shown_on == date(2026, 6, 1)
    assert sentence("between_phases") == "Praktikum endete am 31.05.2026; es folgt noch nichts."


def test_the_next_phase_settles_the_gap():
    enrolled = between_phases()
    training = enrolled.cohort.programme.phases.get(kind=PhaseKind.TRAINING)

    journey.start_phase(enrolled, training, date(2026, 6, 8))

    assert due("between_phases", TODAY) == []
    assert became("between_phases") == [(date(2026, 6, 15), "settled")]


def test_a_phase_that_is_to_begin_later_fills_the_gap():
    enrolled = between_phases()
    make.phase_entry(enrolled, started_on=date(2026, 9, 1))

    assert due("between_phases", TODAY) == []


def test_who_rests_has_no_gap_and_has_it_again_afterwards():
    enrolled = between_phases()
    make.pause(enrolled, started_on=date(2026, 6, 10), ended_on=date(2026, 6, 20))

    assert due("between_phases", date(2026, 6, 20)) == []
    assert became("between_phases") == [(date(2026, 6, 15), "withdrawn")]
    assert due("between_phases", date(2026, 6, 21)) == [(date(2026, 6, 15), "gap")]


def test_leaving_settles_the_gap():
    enrolled = between_phases()

    journey.end_enrolment(enrolled, date(2026, 6, 5), EndReason.OTHER_EMPLOYER)

    assert due("between_phases", TODAY) == []
    assert became("between_phases") == [(date(2026, 6, 15), "settled")]


def test_a_course_beside_the_main_track_fills_no_gap():
    enrolled = between_phases()
    make.phase(enrolled.cohort.programme, PhaseKind.LANGUAGE_COURSE, parallel=True)
    make.phase_entry(enrolled, PhaseKind.LANGUAGE_COURSE)

    assert due("between_phases", TODAY) == [(date(2026, 6, 15), "gap")]


# --- Exams ---


def test_the_result_of_an_exam_is_due_two_weeks_after_it():
    make.exam(in_training(), kind=ExamKind.INTERMEDIATE, held_on=date(2026, 6, 1))

    assert due("exam_result", TODAY) == [(date(2026, 6, 15), "held")]
    assert Deadline.objects.get(kind="exam_result").shown_on == date(2026, 6, 1)


def test_a_result_settles_it():
    enrolled = in_training()
    make.exam(enrolled, held_on=date(2026, 6, 1))

    journey.record_exam(enrolled, ExamKind.FINAL, date(2026, 6, 1), result=ExamResult.FAILED)

    assert due("exam_result", TODAY) == []
    assert became("exam_result") == [(date(2026, 6, 15), "settled")]


def test_an_exam_that_is_put_off_moves_it():
    enrolled = in_training()
    make.exam(enrolled, held_on=date(2026, 6, 1))

    journey.record_exam(enrolled, ExamKind.FINAL, date(2026, 6, 20))

    assert due("exam_result", TODAY) == [(date(2026, 7, 4), "held")]
    assert became("exam_result") == [(date(2026, 6, 15), "moved")]


# --- Where it belongs ---


def test_after_a_transfer_the_new_organisation_has_it_and_the_old_no_more():
    enrolled = in_training(planned_end_on=date(2026, 8, 31))
    elsewhere = make.organisation()
    journey.transfer(enrolled, date(2026, 7, 1), elsewhere)

    due("planned_end", date(2026, 6, 30))
    assert Deadline.objects.get(kind="planned_end").organisation == enrolled.organisation
    due("planned_end", date(2026, 7, 1))
    assert Deadline.objects.get(kind="planned_end").organisation == elsewhere
