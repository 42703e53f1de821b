"""A probation that a pause interrupted is prolonged only if both agree, by as many days at most (FIELD.md 5, P7)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from integration.deadlines.models import Deadline
from programmes.pathways.enums import Outcome, PauseReason, PhaseKind, Verb
from programmes.pathways.models import PhaseEntry
from programmes.pathways.refusals import (
    ALREADY_ENDED,
    PROBATION_NOT_INTERRUPTED,
    PROBATION_NOT_SO_LONG,
)
from programmes.pathways.services import complete_phase, pause, prolong_probation, resume, undo_last_step
from tests import factories as make
from tests.integration.deadlines.asking import became, due
from tests.programmes.pathways.steps.asking import address, confirmed, effects, offered, person_page, sent
from tests.refused import refused

pytestmark = pytest.mark.django_db

BEGAN, FORESEEN = date(2024, 12, 1), date(2025, 3, 31)
TODAY = date(2025, 3, 1)


@pytest.fixture
def trainee(company):
    """Began on 1 December 2024, with four months of probation."""
    programme = make.programme(organisation=company)
    make.phase(programme, PhaseKind.TRAINING, name="Ausbildung", duration_months=36, probation_months=4)
    enrolled = make.enrolment(organisation=company, cohort=make.cohort(programme), entered_on=BEGAN)
    make.phase_entry(enrolled, planned_end_on=date(2027, 11, 30))
    return enrolled


@pytest.fixture
def ill(trainee):
    """Away for the four weeks of February."""
    make.pause(trainee, started_on=date(2025, 2, 1), ended_on=date(2025, 2, 28))
    return trainee


def training(enrolled):
    return PhaseEntry.objects.get(enrolment=enrolled)


def test_a_pause_alone_leaves_the_probation_where_it_is(trainee):
    pause(trainee, date(2025, 1, 15), PauseReason.ILLNESS)
    due("probation_ends", TODAY)

    resume(trainee, date(2025, 2, 28))

    assert due("probation_ends", TODAY) == [(FORESEEN, "began")]
    assert training(trainee).probation_until is None


def test_what_is_agreed_moves_the_day_on_which_it_falls_due(ill):
    due("probation_ends", TODAY)

    prolong_probation(training(ill), date(2025, 4, 28))

    assert due("probation_ends", TODAY) == [(date(2025, 4, 28), "prolonged")]
    assert Deadline.objects.get(kind="probation_ends", state="open").sentence == (
        "Ausbildung begann am 01.12.2024; Monate der Probezeit: 4, wegen einer Pause im Einvernehmen verlängert."
    )
    assert due("probation_ends", date(2025, 4, 29)) == []
    assert became("probation_ends")[-1] == (date(2025, 4, 28), "settled")


@pytest.mark.parametrize(
    ("pauses", "latest"),
    [
        ([((2025, 2, 1), (2025, 2, 28))], (2025, 4, 28)),
        ([((2025, 2, 1), (2025, 2, 20)), ((2025, 2, 11), (2025, 2, 28))], (2025, 4, 28)),  # each day once
        ([((2024, 12, 10), (2024, 12, 14)), ((2025, 2, 1), (2025, 2, 28))], (2025, 5, 3)),
        ([((2025, 3, 15), (2025, 5, 14))], (2025, 5, 31)),  # beyond its foreseen end
        ([((2025, 3, 31), (2025, 3, 31))], (2025, 4, 1)),
    ],
)
def test_it_is_prolonged_by_the_days_of_the_interruption_at_most(trainee, pauses, latest):
    for started_on, ended_on in pauses:
        make.pause(trainee, started_on=date(*started_on), ended_on=date(*ended_on))
    entry, last = training(trainee), date(*latest)

    with refused(PROBATION_NOT_SO_LONG):
        prolong_probation(entry, last + timedelta(days=1))

    assert prolong_probation(entry, last).probation_until == last


def test_a_pause_in_the_prolonged_time_interrupts_it_again(ill):
    make.pause(ill, started_on=date(2025, 4, 10), ended_on=date(2025, 4, 12))
    with refused(PROBATION_NOT_SO_LONG):
        prolong_probation(training(ill), date(2025, 5, 1))
    prolong_probation(training(ill), date(2025, 4, 28))

    assert prolong_probation(training(ill), date(2025, 5, 1)).probation_until == date(2025, 5, 1)


@pytest.mark.parametrize(
    "away",
    [
        [],
        [{"started_on": date(2025, 2, 1)}],  # nobody knows how long it will be
        [{"started_on": date(2025, 4, 1), "ended_on": date(2025, 4, 30)}],  # the probation was over
    ],
)
def test_one_that_nothing_interrupted_is_not_prolonged(trainee, away):
    for fields in away:
        make.pause(trainee, **fields)

    with refused(PROBATION_NOT_INTERRUPTED):
        prolong_probation(training(trainee), date(2025, 4, 1))


def test_a_phase_without_a_probation_has_none_to_prolong():
    enrolled = make.enrolment(in_phase=PhaseKind.TRAINING)
    make.pause(enrolled, ended_on=date(2024, 10, 31))

    with refused(PROBATION_NOT_INTERRUPTED):
        prolong_probation(training(enrolled), date(2025, 3, 31))


def test_it_never_ends_earlier_than_foreseen(ill):
    with refused(PROBATION_NOT_SO_LONG):
        prolong_probation(training(ill), date(2025, 3, 30))


def test_a_training_that_ended_has_no_probation_to_prolong(ill):
    entry = training(ill)
    complete_phase(entry, date(2025, 2, 28), Outcome.CONTRACT_DISSOLVED)
    make.phase_entry(ill, started_on=date(2025, 3, 1))  # so that the step itself is possible

    with refused(ALREADY_ENDED):
        prolong_probation(entry, date(2025, 4, 28))


def test_prolonging_twice_prolongs_once_and_the_foreseen_day_takes_it_back(ill):
    for _ in range(2):
        prolong_probation(training(ill), date(2025, 4, 28))
    steps = ill.steps.count()

    prolong_probation(training(ill), FORESEEN)

    assert (steps, training(ill).probation_until) == (1, None)


def test_it_is_undone_as_a_whole(ill):
    prolong_probation(training(ill), date(2025, 4, 28))

    undo_last_step(ill)

    assert training(ill).probation_until is None
    assert due("probation_ends", TODAY) == [(FORESEEN, "began")]


def test_the_database_knows_no_probation_that_ends_before_the_training_begins(trainee):
    with pytest.raises(IntegrityError, match="entry_probation_after_start"), transaction.atomic():
        PhaseEntry.objects.filter(enrolment=trainee).update(probation_until=date(2024, 11, 30))


# --- On screen ---


def test_it_is_offered_where_a_pause_interrupted_the_probation_only(client, trainee):
    before = offered(client, trainee)
    make.pause(trainee, started_on=date(2025, 2, 1), ended_on=date(2025, 2, 28))

    assert (Verb.PROLONG_PROBATION in before, Verb.PROLONG_PROBATION in offered(client, trainee)) == (False, True)


def test_the_whole_interruption_is_suggested_and_said_before_it_is_done(client, ill):
    due("probation_ends", TODAY)
    page = client.get(address(ill, Verb.PROLONG_PROBATION))

    told = effects(sent(client, ill, Verb.PROLONG_PROBATION))

    assert page.context["form"].initial == {"entry": training(ill), "until": date(2025, 4, 28)}
    assert told[:2] == [
        "Die Probezeit von Ausbildung endet am 28.04.2025.",
        "Fällig am 28.04.2025 statt am 31.03.2025: „Besprechen, wie es weitergeht“.",
    ]


def test_it_is_recorded_and_stands_on_the_persons_page(client, ill):
    confirmed(client, ill, Verb.PROLONG_PROBATION, until="25.04.2025")

    assert training(ill).probation_until == date(2025, 4, 25)
    assert "Probezeit verlängert bis 25.04.2025" in client.get(person_page(ill)).content.decode()


def test_too_long_is_refused_beside_the_day_with_the_days_that_are_possible(client, ill):
    answer = sent(client, ill, Verb.PROLONG_PROBATION, until="29.04.2025")

    assert answer.context["form"].errors == {
        "until": [
            "Wie vorgesehen endet sie am 31.03.2025; um die Länge der Pause kann sie verlängert werden, bis 28.04.2025."
        ]
    }


def test_without_an_interruption_the_form_says_that_it_is_not_possible(client, trainee):
    page = client.get(address(trainee, Verb.PROLONG_PROBATION))

    assert page.context["possible"] is False
