"""What a step would do is said before it is made, in whole sentences, and nothing of it stays."""

from datetime import date

import pytest

from programmes.pathways.enums import PauseReason, PhaseKind, Verb
from programmes.pathways.models import JourneyStep, PhaseEntry
from tests import factories as make
from tests.programmes.pathways.steps.asking import TODAY, confirmed, effects, sent

pytestmark = pytest.mark.django_db


# --- What will happen is said before it does ---


def test_an_extension_tells_of_its_guarantee_its_deadlines_and_the_reports(company, client, trained):
    make.guarantee(trained)
    for month in (date(2025, 1, 1), date(2025, 2, 1)):
        make.report_edition(organisation=company, month=month, closed=True)
    make.report_edition(month=date(2025, 2, 1), closed=True)
    before = (PhaseEntry.objects.values().get(), PhaseEntry.history.count(), JourneyStep.objects.count())

    answer = sent(client, trained, Verb.EXTEND, planned_end_on="29.02.2028")

    assert effects(answer) == [
        "Das geplante Ende von Ausbildung rückt vom 31.08.2027 auf den 29.02.2028.",
        "Fällig am 29.08.2027 statt am 28.02.2027: „Garantie entscheiden“.",
        "Erinnerungen dazu: 30.06.2027, 15.08.2027.",
        "Die Übernahmegarantie wird am 01.03.2028 statt am 01.09.2027 fällig.",
        "Die Berichte Januar 2025 bis Februar 2025 sind abgeschlossen; wo sich eine Zahl ändert, werden sie berichtigt.",
    ]
    assert (PhaseEntry.objects.values().get(), PhaseEntry.history.count(), JourneyStep.objects.count()) == before


def test_what_was_filled_in_is_said_again(client, trained):
    answer = sent(client, trained, Verb.PAUSE, reason=PauseReason.ILLNESS, ended_on="31.03.2025")

    assert [(str(label), str(value)) for label, value in answer.context["form"].said()] == [
        ("Erster Tag", "2025-03-01"),
        ("Letzter Tag", "2025-03-31"),
        ("Grund", "Krankheit"),
    ]
    assert "01.03.2025" in answer.text


def test_an_end_tells_of_all_that_ends_with_it(company, client, trained):
    make.pause(trained)
    make.sponsorship(trained, make.sponsor(organisation=company, given_name="Kim", family_name="Weber"))

    answer = sent(client, trained, Verb.END_ENROLMENT, reason="health")

    assert effects(answer) == [
        "Ausbildung endet am 01.03.2025: Vertrag gelöst.",
        "Pause vom 01.09.2024 bis zum 01.03.2025: Krankheit.",
        "Die Teilnahme endet am 01.03.2025: Gesundheit.",
        "Die Patenschaft von Kim Weber endet am 01.03.2025 und mit ihr der Zugang.",
    ]


def test_parental_leave_tells_that_it_moves_the_planned_end(client, trained):
    answer = sent(client, trained, Verb.PAUSE, reason=PauseReason.PARENTAL_LEAVE, ended_on="31.05.2025")

    assert effects(answer) == [
        "Das geplante Ende von Ausbildung rückt vom 31.08.2027 auf den 01.12.2027.",
        "Pause vom 01.03.2025 bis zum 31.05.2025: Elternzeit.",
    ]


def test_what_is_recorded_already_changes_nothing(client, trained):
    answer = sent(client, trained, Verb.EXTEND)

    assert effects(answer) == []
    assert "Es ändert sich nichts: Das ist schon eingetragen." in answer.text


# --- An internship of more than three months, which is allowed, but may cost the minimum wage (FIELD D2) ---

WAGE = "Praktikum ist länger als 3 Monate: Der Mindestlohn kann gelten (§ 22 Abs. 1 Nr. 2 MiLoG)."


@pytest.fixture
def newcomer(programme):
    return make.enrolment(cohort=make.cohort(programme))


def internship_until(client, enrolment, last):
    return sent(client, enrolment, Verb.START_PHASE, started_on="01.03.2025", planned_end_on=last)


def test_an_internship_of_three_months_is_told_without_the_minimum_wage(client, newcomer):
    assert WAGE not in effects(internship_until(client, newcomer, "31.05.2025"))


def test_an_internship_of_three_months_and_a_day_is_told_with_the_minimum_wage(client, newcomer):
    assert WAGE in effects(internship_until(client, newcomer, "01.06.2025"))


def test_an_internship_that_may_cost_the_minimum_wage_is_no_error(client, newcomer):
    confirmed(client, newcomer, Verb.START_PHASE, started_on="01.03.2025", planned_end_on="01.06.2025")

    assert newcomer.phase_entries.get().planned_end_on == date(2025, 6, 1)


def test_an_internship_that_is_prolonged_beyond_three_months_is_told_with_the_minimum_wage(client, newcomer):
    make.phase_entry(newcomer, PhaseKind.INTERNSHIP, started_on=TODAY, planned_end_on=date(2025, 5, 31))

    assert WAGE in effects(sent(client, newcomer, Verb.EXTEND, planned_end_on="01.06.2025"))


def test_what_does_not_change_a_long_internship_says_nothing_of_the_minimum_wage(client, newcomer):
    make.phase_entry(newcomer, PhaseKind.INTERNSHIP, started_on=TODAY, planned_end_on=date(2025, 8, 31))

    assert WAGE not in effects(sent(client, newcomer, Verb.PAUSE, reason=PauseReason.ILLNESS, ended_on="31.03.2025"))


def test_a_training_is_longer_than_an_internship_may_be_and_says_nothing_of_the_minimum_wage(client, trained):
    told = effects(sent(client, trained, Verb.EXTEND, planned_end_on="29.02.2028"))

    assert not any("Mindestlohn" in each for each in told)
