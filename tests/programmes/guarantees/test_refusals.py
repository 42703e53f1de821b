"""Refusing somebody for lack of suitability takes two (U2)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from integration.accounts.roles import Role
from programmes.guarantees.enums import Decision
from programmes.guarantees.models import RetentionGuarantee
from programmes.guarantees.refusals import NOTHING_PROPOSED, REFUSAL_PROPOSED, SECOND_PERSON
from programmes.guarantees.services import correct_decision, decide_guarantee, second_refusal
from programmes.pathways.services import undo_last_step
from tests import factories as make
from tests.refused import refused

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 15)
REASON = "Zwei Abmahnungen."


@pytest.fixture
def guarantee():
    return make.guarantee(make.enrolment(entered_on=date(2024, 9, 1)))


@pytest.fixture
def first():
    return make.user(display_name="Erika")


@pytest.fixture
def second():
    return make.user(display_name="Jonas")


def propose(guarantee, by):
    return decide_guarantee(guarantee, Decision.REFUSED_SUITABILITY, decided_on=DAY, reason=REASON, by=by)


def state(guarantee):
    guarantee.refresh_from_db()
    return guarantee.decision, guarantee.decided_on, guarantee.refusal_proposed_on


def test_one_person_proposes_and_nothing_is_decided(guarantee, first):
    propose(guarantee, first)
    propose(guarantee, first)

    assert state(guarantee) == ("", None, DAY)
    assert (guarantee.decided_by, guarantee.reason) == (first, REASON)
    assert guarantee.enrolment.steps.count() == 1


def test_a_second_person_agrees_and_it_is_decided(guarantee, first, second):
    propose(guarantee, first)

    second_refusal(guarantee, agrees=True, by=second)
    second_refusal(guarantee, agrees=True, by=second)

    assert state(guarantee) == (Decision.REFUSED_SUITABILITY, DAY, None)
    assert (guarantee.decided_by, guarantee.seconded_by) == (first, second)


def test_nobody_agrees_to_their_own_proposal(guarantee, first):
    propose(guarantee, first)

    with refused(SECOND_PERSON):
        second_refusal(guarantee, agrees=True, by=first)

    assert state(guarantee) == ("", None, DAY)


@pytest.mark.parametrize("who", ["first", "second"])
def test_either_of_them_lets_the_guarantee_go_on(guarantee, first, second, who):
    propose(guarantee, first)

    second_refusal(guarantee, agrees=False, by={"first": first, "second": second}[who])

    assert state(guarantee) == ("", None, None)


def test_while_it_waits_nothing_else_is_decided(guarantee, first, second):
    propose(guarantee, first)

    with refused(REFUSAL_PROPOSED):
        decide_guarantee(guarantee, Decision.WAIVED, decided_on=DAY, by=second)


def test_without_a_proposal_there_is_nothing_to_agree_to(guarantee, second):
    with refused(NOTHING_PROPOSED):
        second_refusal(guarantee, agrees=True, by=second)


def test_a_correction_is_no_way_around_the_second_person(guarantee, first):
    decide_guarantee(guarantee, Decision.WAIVED, decided_on=DAY, reason=REASON, by=first)

    with refused(SECOND_PERSON):
        correct_decision(guarantee, Decision.REFUSED_SUITABILITY, DAY, by=first)


def test_it_is_taken_back_as_a_whole(guarantee, first, second):
    propose(guarantee, first)
    second_refusal(guarantee, agrees=True, by=second)

    undo_last_step(guarantee.enrolment, by=first)

    assert state(guarantee) == ("", None, DAY)


def test_the_database_knows_it_as_well(guarantee, first):
    guarantee.decision, guarantee.decided_on, guarantee.decided_by = Decision.REFUSED_SUITABILITY, DAY, first

    with pytest.raises(ValidationError, match="braucht eine zweite Person"):
        guarantee.validate_constraints()
    guarantee.seconded_by = first
    with pytest.raises(ValidationError, match="braucht eine zweite Person"):
        guarantee.validate_constraints()


def test_what_was_decided_elsewhere_comes_in_without_persons(guarantee):
    decide_guarantee(guarantee, Decision.REFUSED_SUITABILITY, decided_on=DAY, reason=REASON)

    assert state(guarantee) == (Decision.REFUSED_SUITABILITY, DAY, None)


def test_on_screen_the_second_person_finds_it_on_the_persons_page():
    company = make.organisation()
    enrolled = make.enrolment(cohort=make.cohort(make.programme(organisation=company)), entered_on=date(2024, 9, 1))
    make.phase(enrolled.cohort.programme)
    guarantee = make.guarantee(enrolled)
    propose(guarantee, make.member(Role.TRAINING_MANAGER, company, display_name="Erika"))
    client = Client()
    client.force_login(make.member(Role.TRAINING_MANAGER, company, display_name="Jonas"))

    page = client.get(f"/admin/participants/participant/{enrolled.participant_id}/change/").text
    step = f"/admin/pathways/enrolment/{enrolled.pk}/step/second_refusal/?row={guarantee.pk}"
    assert ("vorgeschlagen von Erika" in page, step in page) == (True, True)
    asked = client.get(step).context
    answer = client.post(step, {"seen": asked["seen"], "guarantee": guarantee.pk, "agrees": "yes", "action": "confirm"})

    assert answer.status_code == 302
    assert RetentionGuarantee.objects.get().decision == Decision.REFUSED_SUITABILITY
