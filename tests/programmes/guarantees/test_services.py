"""Giving and deciding guarantees, and the jobs that follow (FIELD, "Guarantee")."""

from datetime import date

import pytest
from django.utils import timezone

from programmes.guarantees.enums import Contract, Decision, GuaranteeScope
from programmes.guarantees.models import RetentionGuarantee
from programmes.guarantees.refusals import (
    ALREADY_DECIDED,
    DECIDED_BEFORE_GIVEN,
    ENROLMENT_ENDED,
    GUARANTEE_OVERLAP,
    GUARANTEE_WITHOUT_TRAINING_PHASE,
    NOTHING_TO_FULFIL,
    REASON_NEEDED,
)
from programmes.guarantees.services import decide_guarantee, give_guarantee, record_employment
from programmes.pathways.enums import EndReason, Outcome, PhaseKind
from programmes.pathways.refusals import BEFORE_BIRTH
from programmes.pathways.services import complete_phase, end_enrolment, transfer, undo_last_step
from tests import factories
from tests.factories import START
from tests.refused import refused

pytestmark = pytest.mark.django_db

PASSED = date(2027, 7, 15)
NEXT_DAY = date(2027, 7, 16)


@pytest.fixture
def company():
    return factories.organisation(parent=factories.organisation(kind="group"))


@pytest.fixture
def trainee(company):
    """In training since the first day, with a guarantee."""
    programme = factories.programme(organisation=company)
    factories.phase(programme, PhaseKind.TRAINING, duration_months=36)
    return factories.enrolment(cohort=factories.cohort(programme), in_phase=PhaseKind.TRAINING, guaranteed=True)


@pytest.fixture
def graduate(trainee):
    complete_phase(trainee.phase_entries.get(), PASSED, Outcome.PASSED)
    return trainee


def test_a_guarantee_is_the_employers_unless_the_group_gives_it():
    enrolment = factories.enrolment()

    guarantee = give_guarantee(enrolment, START)

    assert (guarantee.scope, guarantee.decision, guarantee.held_until) == (GuaranteeScope.EMPLOYER, "", None)


def test_giving_twice_gives_once():
    enrolment = factories.enrolment()
    first = give_guarantee(enrolment, START)

    second = give_guarantee(enrolment, START)

    assert (second, first.history.count()) == (first, 1)


def test_a_guarantee_may_be_given_after_the_training_began(trainee):
    trainee.guarantees.all().delete()

    assert give_guarantee(trainee, date(2025, 1, 1)).given_on == date(2025, 1, 1)


def test_a_second_guarantee_waits_for_the_end_of_the_first():
    enrolment = factories.enrolment()
    give_guarantee(enrolment, START, ended_on=date(2025, 1, 31))

    with refused(GUARANTEE_OVERLAP):
        give_guarantee(enrolment, date(2025, 1, 31))
    second = give_guarantee(enrolment, date(2025, 2, 1))

    assert second.given_on == date(2025, 2, 1)


def test_a_guarantee_outlasts_the_enrolment_but_does_not_begin_after_it(trainee):
    end_enrolment(trainee, PASSED, EndReason.TAKEN_OVER)
    outlasting = trainee.guarantees.get()
    outlasting.full_clean()

    with refused(ENROLMENT_ENDED):
        give_guarantee(trainee, NEXT_DAY)


def test_an_old_guarantee_is_not_revived_by_coming_back(trainee):
    end_enrolment(trainee, PASSED, EndReason.TAKEN_OVER)

    again = factories.enrolment(participant=trainee.participant, cohort=trainee.cohort, entered_on=NEXT_DAY)

    assert (again.guarantees.count(), RetentionGuarantee.objects.count()) == (0, 1)


@pytest.mark.parametrize("kinds", [[], [PhaseKind.INTERNSHIP, PhaseKind.RETRAINING]])
def test_without_a_training_there_is_nothing_to_guarantee(kinds):
    programme = factories.programme()
    for kind in kinds:
        factories.phase(programme, kind)
    enrolment = factories.enrolment(cohort=factories.cohort(programme))

    with refused(GUARANTEE_WITHOUT_TRAINING_PHASE):
        give_guarantee(enrolment, START)


def test_a_programme_keeps_its_training_while_guarantees_rest_on_it(trainee):
    training = trainee.cohort.programme.phases.get()
    training.kind = PhaseKind.COACHING

    with refused(GUARANTEE_WITHOUT_TRAINING_PHASE):
        training.full_clean()


def test_nobody_is_promised_a_job_before_being_born():
    enrolment = factories.enrolment(participant=factories.participant(birth_date=START))

    with refused(BEFORE_BIRTH):
        give_guarantee(enrolment, date(2024, 8, 31))
    with refused(BEFORE_BIRTH):
        record_employment(enrolment, enrolment.organisation, date(2024, 8, 31), Contract.PERMANENT)


def test_a_permanent_job_after_the_passed_training_fulfils(graduate):
    record_employment(graduate, graduate.organisation, NEXT_DAY, Contract.PERMANENT)

    decided = decide_guarantee(graduate.guarantees.get(), Decision.FULFILLED, decided_on=NEXT_DAY)

    assert (decided.decision, decided.decided_on) == (Decision.FULFILLED, NEXT_DAY)


@pytest.mark.parametrize(
    ("started_on", "contract", "elsewhere"),
    [
        (PASSED, Contract.PERMANENT, False),
        (date(2027, 7, 23), Contract.PERMANENT, False),
        (NEXT_DAY, Contract.FIXED_TERM, False),
        (NEXT_DAY, Contract.PERMANENT, True),
    ],
    ids=["on the last day", "after the tolerance", "fixed-term", "elsewhere"],
)
def test_other_jobs_fulfil_nothing(graduate, started_on, contract, elsewhere):
    at = factories.organisation() if elsewhere else graduate.organisation
    record_employment(graduate, at, started_on, contract)

    with refused(NOTHING_TO_FULFIL):
        decide_guarantee(graduate.guarantees.get(), Decision.FULFILLED, decided_on=NEXT_DAY)


def test_who_accepted_a_job_and_never_came_has_none_that_fulfils(graduate):
    record_employment(graduate, graduate.organisation, NEXT_DAY, Contract.PERMANENT)
    undo_last_step(graduate)

    guarantee = graduate.guarantees.get()
    with refused(NOTHING_TO_FULFIL):
        decide_guarantee(guarantee, Decision.FULFILLED, decided_on=date(2027, 7, 19))
    assert decide_guarantee(guarantee, Decision.WAIVED, decided_on=date(2027, 7, 19)).decision == Decision.WAIVED


def test_who_declines_the_job_that_was_offered_waives_and_is_owed_nothing_any_more(graduate):
    decided = decide_guarantee(graduate.guarantees.get(), Decision.WAIVED, decided_on=NEXT_DAY)

    assert (decided.decision, decided.get_decision_display()) == (Decision.WAIVED, "verzichtet")
    with refused(ALREADY_DECIDED):
        decide_guarantee(decided, Decision.REFUSED_SUITABILITY, decided_on=NEXT_DAY, reason="zu spät")


def test_a_weekend_between_training_and_job_is_tolerated(graduate):
    record_employment(graduate, graduate.organisation, date(2027, 7, 22), Contract.PERMANENT)

    decided = decide_guarantee(graduate.guarantees.get(), Decision.FULFILLED, decided_on=date(2027, 7, 22))

    assert decided.decision == Decision.FULFILLED


def test_a_guarantee_of_the_group_is_fulfilled_by_a_sister_company(graduate, company):
    sister = factories.organisation(parent=company.parent)
    graduate.guarantees.update(scope=GuaranteeScope.GROUP)
    record_employment(graduate, sister, NEXT_DAY, Contract.PERMANENT)

    decided = decide_guarantee(graduate.guarantees.get(), Decision.FULFILLED, decided_on=NEXT_DAY)

    assert decided.decision == Decision.FULFILLED


def test_the_owing_employer_is_where_the_training_ended(trainee):
    other = factories.organisation()
    transfer(trainee, date(2025, 9, 1), other)
    complete_phase(trainee.phase_entries.get(), PASSED, Outcome.PASSED)
    record_employment(trainee, other, NEXT_DAY, Contract.PERMANENT)

    decided = decide_guarantee(trainee.guarantees.get(), Decision.FULFILLED, decided_on=NEXT_DAY)

    assert decided.decision == Decision.FULFILLED


def test_leaving_the_training_for_a_job_in_the_company_fulfils_nothing(trainee):
    complete_phase(trainee.phase_entries.get(), PASSED, Outcome.CONTRACT_DISSOLVED)
    record_employment(trainee, trainee.organisation, NEXT_DAY, Contract.PERMANENT)

    with refused(NOTHING_TO_FULFIL):
        decide_guarantee(trainee.guarantees.get(), Decision.FULFILLED, decided_on=NEXT_DAY)


def test_who_failed_for_good_cannot_be_kept_by_the_guarantee(trainee):
    complete_phase(trainee.phase_entries.get(), PASSED, Outcome.FAILED_FINALLY)

    with refused(NOTHING_TO_FULFIL):
        decide_guarantee(trainee.guarantees.get(), Decision.FULFILLED, decided_on=NEXT_DAY)


@pytest.mark.parametrize("decision", [Decision.REFUSED_SUITABILITY, Decision.WITHDRAWN])
def test_who_is_refused_is_owed_a_reason(trainee, decision):
    with refused(REASON_NEEDED):
        decide_guarantee(trainee.guarantees.get(), decision, decided_on=PASSED, reason="  ")


def test_a_trainee_waives_without_a_reason(trainee):
    assert decide_guarantee(trainee.guarantees.get(), Decision.WAIVED).decided_on == timezone.localdate()


def test_a_withdrawn_guarantee_holds_until_that_day(trainee):
    withdrawn = decide_guarantee(
        trainee.guarantees.get(), Decision.WITHDRAWN, decided_on=PASSED, reason="Betrieb geschlossen"
    )

    assert (withdrawn.held_until, withdrawn.void) == (PASSED, False)


def test_deciding_twice_decides_once(trainee):
    guarantee = trainee.guarantees.get()
    decide_guarantee(guarantee, Decision.WAIVED, decided_on=PASSED)

    decide_guarantee(guarantee, Decision.WAIVED, decided_on=PASSED)

    assert guarantee.history.count() == 2


def test_another_decision_is_refused(trainee):
    decide_guarantee(trainee.guarantees.get(), Decision.WAIVED, decided_on=PASSED)

    with refused(ALREADY_DECIDED):
        decide_guarantee(trainee.guarantees.get(), Decision.WITHDRAWN, decided_on=PASSED, reason="Doch nicht")


def test_nothing_is_decided_before_it_was_given(trainee):
    with refused(DECIDED_BEFORE_GIVEN):
        decide_guarantee(trainee.guarantees.get(), Decision.WAIVED, decided_on=date(2024, 8, 31))


def test_a_job_may_be_anywhere_and_is_recorded_once(trainee):
    anywhere = factories.organisation(kind="partner")
    first = record_employment(trainee, anywhere, NEXT_DAY, Contract.PERMANENT)

    second = record_employment(trainee, anywhere, NEXT_DAY, Contract.PERMANENT)

    assert (second, first.history.count()) == (first, 1)


def test_a_jobs_end_is_recorded_with_the_same_job(trainee):
    first = record_employment(trainee, trainee.organisation, NEXT_DAY, Contract.PERMANENT)

    ended = record_employment(trainee, trainee.organisation, NEXT_DAY, Contract.PERMANENT, ended_on=date(2028, 1, 31))

    assert (ended, ended.ended_on) == (first, date(2028, 1, 31))
