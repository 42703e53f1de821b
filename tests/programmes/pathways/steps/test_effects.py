"""What a step would do is said before it is made, in whole sentences, and nothing of it stays."""

from datetime import date

import pytest

from programmes.pathways.enums import PauseReason, Verb
from programmes.pathways.models import JourneyStep, PhaseEntry
from tests import factories as make
from tests.programmes.pathways.steps.asking import effects, sent

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
