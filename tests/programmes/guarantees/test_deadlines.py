"""When a guarantee is to be decided."""

from datetime import date

import pytest

from integration.deadlines.models import Deadline
from programmes.guarantees.enums import Contract, Decision
from programmes.guarantees.services import decide_guarantee, record_employment
from programmes.pathways import services as journey
from programmes.pathways.enums import EndReason, Outcome, PhaseKind
from tests import factories as make
from tests.integration.deadlines.asking import became, due

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 15)


def guaranteed(planned_end_on=date(2027, 8, 31), **fields):
    enrolled = make.enrolment()
    make.phase_entry(enrolled, planned_end_on=planned_end_on)
    return enrolled, make.guarantee(enrolled, given_on=date(2025, 9, 1), **fields)


@pytest.mark.parametrize(
    ("planned_end", "decided_by"),
    [
        (date(2027, 7, 31), date(2027, 1, 31)),
        (date(2027, 8, 31), date(2027, 2, 28)),
        (date(2028, 8, 31), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2027, 8, 29)),
    ],
)
def test_it_is_to_be_decided_six_months_before_the_planned_end_of_the_training(planned_end, decided_by):
    guaranteed(planned_end)

    assert due("guarantee_decision", TODAY) == [(decided_by, "training_ends")]


def test_its_reason_names_the_days():
    guaranteed()
    due("guarantee_decision", TODAY)

    assert Deadline.objects.get(kind="guarantee_decision").sentence == (
        "Zugesagt am 01.09.2025 und noch nicht entschieden; die Ausbildung ist bis 31.08.2027 geplant."
    )


def test_it_moves_with_the_planned_end():
    enrolled, _guarantee = guaranteed()
    due("guarantee_decision", TODAY)

    journey.extend(enrolled.phase_entries.get(), date(2028, 2, 29))

    assert due("guarantee_decision", TODAY) == [(date(2027, 8, 29), "training_ends")]
    assert became("guarantee_decision") == [(date(2027, 2, 28), "moved")]


@pytest.mark.parametrize("decision", [Decision.WAIVED, Decision.REFUSED_SUITABILITY])
def test_a_decision_settles_it(decision):
    _enrolled, guarantee = guaranteed()
    due("guarantee_decision", TODAY)

    decide_guarantee(guarantee, decision, decided_on=TODAY, reason="besprochen")

    assert due("guarantee_decision", TODAY) == []
    assert became("guarantee_decision") == [(date(2027, 2, 28), "settled")]


def test_a_training_that_was_passed_early_leaves_it_to_be_decided_even_after_the_enrolment():
    enrolled, _guarantee = guaranteed()
    journey.complete_phase(enrolled.phase_entries.get(), date(2026, 6, 10), Outcome.PASSED)
    journey.end_enrolment(enrolled, date(2026, 6, 10), EndReason.COMPLETED)

    assert due("guarantee_decision", TODAY) == [(date(2026, 6, 10), "passed")]
    assert became("guarantee_decision") == [(date(2027, 2, 28), "moved")]


def test_a_fixed_term_job_instead_of_a_permanent_one_leaves_the_guarantee_to_be_decided():
    enrolled, guarantee = guaranteed()
    journey.complete_phase(enrolled.phase_entries.get(), date(2026, 6, 10), Outcome.PASSED)

    record_employment(enrolled, enrolled.organisation, date(2026, 6, 11), Contract.FIXED_TERM)

    guarantee.refresh_from_db()
    assert guarantee.decision == ""
    assert due("guarantee_decision", TODAY) == [(date(2026, 6, 10), "passed")]


def test_a_permanent_job_after_the_training_leaves_nothing_to_decide():
    enrolled, _guarantee = guaranteed()
    journey.complete_phase(enrolled.phase_entries.get(), date(2026, 6, 10), Outcome.PASSED)
    assert due("guarantee_decision", TODAY) == [(date(2026, 6, 10), "passed")]

    record_employment(enrolled, enrolled.organisation, date(2026, 6, 11), Contract.PERMANENT)

    assert due("guarantee_decision", TODAY) == []
    assert became("guarantee_decision") == [(date(2026, 6, 10), "settled"), (date(2027, 2, 28), "moved")]


@pytest.mark.parametrize("outcome", [Outcome.FAILED_FINALLY, Outcome.CONTRACT_DISSOLVED])
def test_a_training_that_was_not_passed_withdraws_it(outcome):
    enrolled, _guarantee = guaranteed()
    due("guarantee_decision", TODAY)

    journey.complete_phase(enrolled.phase_entries.get(), date(2026, 6, 10), outcome)

    assert due("guarantee_decision", TODAY) == []
    assert became("guarantee_decision") == [(date(2027, 2, 28), "withdrawn")]


def test_one_that_has_ended_is_not_to_be_decided():
    guaranteed(ended_on=date(2026, 6, 14))

    assert due("guarantee_decision", TODAY) == []


def test_before_the_training_begins_there_is_no_day():
    enrolled = make.enrolment()
    make.phase_entry(enrolled, PhaseKind.INTERNSHIP, planned_end_on=date(2026, 8, 31))
    make.guarantee(enrolled)

    assert due("guarantee_decision", TODAY) == []
