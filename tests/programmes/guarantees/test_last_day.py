"""The last day of a training without an agreement, and members of the youth representation."""

from datetime import date

import pytest

from integration.deadlines.models import Deadline
from programmes.guarantees.enums import Contract, Decision
from programmes.guarantees.services import decide_guarantee, record_employment
from programmes.pathways import services as journey
from programmes.pathways.enums import EndReason, Outcome
from programmes.pathways.models import DeadlineSetting
from tests import factories as make
from tests.integration.deadlines.asking import became, due

pytestmark = pytest.mark.django_db

TODAY = date(2027, 7, 15)
IN_SPRING = date(2027, 5, 15)
LAST = date(2027, 8, 31)


@pytest.fixture
def trainee():
    enrolled = make.enrolment()
    make.phase_entry(enrolled, planned_end_on=LAST)
    return enrolled


def sentence(kind):
    return Deadline.objects.get(kind=kind, state="open").sentence


# --- Who goes on working has a permanent job (§ 24 BBiG) ---


def test_a_training_that_ends_with_nothing_agreed_is_warned_of_by_its_last_day(trainee):
    assert due("training_last_day", TODAY) == [(LAST, "nothing_said")]
    assert sentence("training_last_day") == (
        "Die Ausbildung endet am 31.08.2027, und nichts ist vereinbart. Wer einfach weiterarbeitet, hat eine "
        "unbefristete Stelle (§ 24 BBiG)."
    )
    assert Deadline.objects.get(kind="training_last_day").shown_on == date(2027, 8, 1)


def test_long_before_it_nobody_is_asked(trainee):
    assert due("training_last_day", date(2027, 7, 1)) == []
    assert due("training_last_day", date(2027, 7, 2)) == [(LAST, "nothing_said")]


def test_a_programme_that_shows_it_earlier_asks_earlier(trainee):
    DeadlineSetting.objects.create(programme=trainee.cohort.programme, kind="training_last_day", lead_days=120)

    assert due("training_last_day", date(2027, 5, 2)) == []
    assert due("training_last_day", date(2027, 5, 3)) == [(LAST, "nothing_said")]
    assert Deadline.objects.get(kind="training_last_day").shown_on == date(2027, 5, 3)


def test_a_programme_that_shows_it_later_is_shown_it_later(trainee):
    DeadlineSetting.objects.create(programme=trainee.cohort.programme, kind="training_last_day", lead_days=14)

    due("training_last_day", TODAY)

    assert Deadline.objects.get(kind="training_last_day").shown_on == date(2027, 8, 17)


def test_silence_until_the_last_day_is_warned_of_although_a_job_was_promised(trainee):
    make.guarantee(trainee)

    assert due("training_last_day", TODAY) == [(LAST, "promised")]


@pytest.mark.parametrize("contract", list(Contract))
def test_a_job_that_follows_settles_it(trainee, contract):
    due("training_last_day", TODAY)

    record_employment(trainee, trainee.organisation, date(2027, 9, 1), contract)

    assert due("training_last_day", TODAY) == []
    assert became("training_last_day") == [(LAST, "settled")]


@pytest.mark.parametrize("decision", [Decision.WAIVED, Decision.REFUSED_SUITABILITY])
def test_a_decision_that_there_will_be_none_settles_it(trainee, decision):
    guarantee = make.guarantee(trainee)
    due("training_last_day", TODAY)

    decide_guarantee(guarantee, decision, decided_on=TODAY, reason="besprochen")

    assert due("training_last_day", TODAY) == []
    assert became("training_last_day") == [(LAST, "settled")]


def test_it_moves_with_an_extension_and_goes_when_the_trainee_leaves(trainee):
    due("training_last_day", TODAY)
    journey.extend(trainee.phase_entries.get(), date(2027, 9, 10))
    assert due("training_last_day", TODAY) == [(date(2027, 9, 10), "nothing_said")]

    journey.complete_phase(trainee.phase_entries.get(), date(2027, 7, 10), Outcome.CONTRACT_DISSOLVED)
    journey.end_enrolment(trainee, date(2027, 7, 10), EndReason.CONTRACT_DISSOLVED)

    assert due("training_last_day", TODAY) == []


# --- Members of the youth representation are told three months before (§ 78a BetrVG) ---


def test_a_member_is_offered_a_job_or_told_three_months_before_the_end(trainee):
    make.youth_representation(trainee)

    assert due("youth_representative", IN_SPRING) == [(date(2027, 5, 31), "representative")]
    assert sentence("youth_representative") == (
        "Mitglied der Jugend- und Auszubildendenvertretung, und die Ausbildung endet am 31.08.2027: Bieten Sie eine "
        "Stelle an, oder teilen Sie bis 31.05.2027 schriftlich mit, dass es keine geben wird (§ 78a BetrVG)."
    )


def test_who_is_no_member_is_not_to_be_told(trainee):
    assert due("youth_representative", IN_SPRING) == []


@pytest.mark.parametrize(("ended_on", "protected"), [(date(2026, 8, 31), True), (date(2026, 8, 30), False)])
def test_who_was_a_member_within_a_year_before_the_end_is_protected_as_well(trainee, ended_on, protected):
    make.youth_representation(trainee, ended_on=ended_on)

    assert bool(due("youth_representative", IN_SPRING)) == protected


def test_having_told_it_settles_it(trainee):
    membership = make.youth_representation(trainee)
    due("youth_representative", IN_SPRING)

    membership.told_on = IN_SPRING
    membership.save()

    assert due("youth_representative", IN_SPRING) == []
    assert became("youth_representative") == [(date(2027, 5, 31), "settled")]


def test_a_job_that_follows_settles_it_too(trainee):
    make.youth_representation(trainee)
    due("youth_representative", IN_SPRING)

    record_employment(trainee, trainee.organisation, date(2027, 9, 1), Contract.PERMANENT)

    assert became("youth_representative") == [(date(2027, 5, 31), "settled")]
