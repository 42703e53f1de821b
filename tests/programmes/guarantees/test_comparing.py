"""What followed a training, beside what was promised (U1, U3, U5, U6)."""

from datetime import date

import pytest

from programmes.guarantees.comparing import compare
from programmes.guarantees.enums import Contract, Decision, GuaranteeScope
from programmes.guarantees.models import RetentionGuarantee
from programmes.guarantees.refusals import WORDING_IN_USE, WORDING_OF_OTHERS
from programmes.guarantees.services import decide_guarantee, give_guarantee, note_binding
from programmes.pathways.enums import Outcome
from tests import factories as make
from tests.refused import refused

pytestmark = pytest.mark.django_db

TODAY = date(2028, 1, 1)
PASSED = date(2027, 7, 30)


@pytest.fixture
def group():
    return make.organisation(kind="group")


@pytest.fixture
def company(group):
    return make.organisation(parent=group)


@pytest.fixture
def graduate(company):
    """Passed on a Friday."""
    programme = make.programme(organisation=company)
    make.phase(programme)
    enrolled = make.enrolment(cohort=make.cohort(programme), entered_on=date(2024, 9, 1))
    make.phase_entry(enrolled, planned_end_on=date(2027, 8, 31), ended_on=PASSED, outcome=Outcome.PASSED)
    return enrolled


def told(enrolled):
    (found,) = compare(RetentionGuarantee.objects.filter(enrolment=enrolled), TODAY)
    return found.differs if found.followed else None


def test_a_permanent_job_on_the_monday_after_keeps_the_promise(graduate):
    make.guarantee(graduate)
    make.employment(graduate, started_on=date(2027, 8, 2))

    assert told(graduate) == []


def test_a_fixed_term_job_differs(graduate):
    make.guarantee(graduate)
    make.employment(graduate, started_on=date(2027, 7, 31), contract=Contract.FIXED_TERM)

    assert told(graduate) == ["befristet statt unbefristet"]


def test_a_job_elsewhere_differs_unless_the_group_promised(graduate, group):
    other = make.organisation(parent=group)
    guarantee = make.guarantee(graduate)
    make.employment(graduate, organisation=other, started_on=date(2027, 8, 1))
    assert told(graduate) == ["bei einem anderen Arbeitgeber"]

    RetentionGuarantee.objects.filter(pk=guarantee.pk).update(scope=GuaranteeScope.GROUP)
    assert told(graduate) == []


def test_a_job_that_begins_much_later_differs(graduate):
    make.guarantee(graduate)
    make.employment(graduate, started_on=date(2027, 9, 30))

    assert told(graduate) == ["61 Tage später begonnen"]


def test_no_job_at_all_differs(graduate):
    make.guarantee(graduate)

    assert told(graduate) == ["keine Stelle erfasst"]


def test_who_waived_is_not_compared(graduate):
    guarantee = make.guarantee(graduate)
    decide_guarantee(guarantee, Decision.WAIVED, decided_on=PASSED)

    assert told(graduate) is None


def test_a_failed_exam_is_a_condition_that_failed_and_no_broken_promise(company):
    programme = make.programme(organisation=company)
    make.phase(programme)
    enrolled = make.enrolment(cohort=make.cohort(programme), entered_on=date(2024, 9, 1), guaranteed=True)
    make.phase_entry(enrolled, ended_on=PASSED, outcome=Outcome.FAILED_FINALLY)

    assert told(enrolled) is None


# --- Bound too early ---


@pytest.mark.parametrize(
    ("bound_on", "earliest"),
    [(date(2027, 1, 29), date(2027, 1, 30)), (date(2027, 1, 30), None), (date(2027, 7, 1), None), (None, None)],
)
def test_an_agreement_of_the_trainee_before_the_last_six_months_is_warned_of(graduate, bound_on, earliest):
    note_binding(make.guarantee(graduate), bound_on)

    (found,) = compare(RetentionGuarantee.objects.all(), TODAY)

    assert found.bound_too_early == earliest


# --- In which words ---


def test_a_new_version_is_for_those_who_are_promised_from_then_on(graduate, company):
    old = make.promise_text(company, text="Wir übernehmen Sie unbefristet.")
    guarantee = give_guarantee(graduate, date(2024, 9, 1), wording=old)

    make.promise_text(company, version=2, text="Bei Eignung übernehmen wir Sie.")
    guarantee.refresh_from_db()

    assert guarantee.wording.text == "Wir übernehmen Sie unbefristet."


def test_words_in_which_somebody_was_promised_do_not_change(graduate, company):
    text = make.promise_text(company)
    text.text = "Noch im Entwurf."
    text.full_clean()
    text.save()
    give_guarantee(graduate, date(2024, 9, 1), wording=text)

    text.text = "Vielleicht übernehmen wir Sie."
    with refused(WORDING_IN_USE):
        text.full_clean()


def test_nobody_is_promised_in_the_words_of_others(graduate, group):
    with refused(WORDING_OF_OTHERS):
        give_guarantee(graduate, date(2024, 9, 1), wording=make.promise_text(make.organisation()))
    assert give_guarantee(graduate, date(2024, 9, 1), wording=make.promise_text(group)).pk
