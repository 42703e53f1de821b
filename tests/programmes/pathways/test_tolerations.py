"""The toleration for training (§ 60c AufenthG): applied for seven months before the training begins, and not earlier."""

from datetime import date

import pytest
from django.test import Client

from integration.accounts.roles import Role
from integration.deadlines.models import Deadline
from integration.law.models import LegalNumber
from programmes.participants.enums import ResidenceKind
from programmes.pathways.enums import PhaseKind
from tests import factories as make
from tests.integration.deadlines.asking import became, due

pytestmark = pytest.mark.django_db

TODAY = date(2026, 1, 1)
STARTS = date(2026, 9, 1)


@pytest.fixture(autouse=True)
def _january(time_machine):
    time_machine.move_to(TODAY)


def signed(starts=STARTS, kind=PhaseKind.TRAINING, document=ResidenceKind.TOLERATION):
    """A contract for a training that lies ahead, of somebody who is tolerated."""
    programme = make.programme()
    make.phase(programme, kind)
    enrolled = make.enrolment(cohort=make.cohort(programme), entered_on=starts)
    make.residence_document(
        enrolled.participant, kind=document, issued_on=date(2025, 12, 1), printed_valid_to=date(2026, 5, 31)
    )
    return make.phase_entry(enrolled, kind, started_on=starts)


def test_a_contract_eight_months_ahead_is_too_early_and_the_day_to_apply_falls_due():
    """Case A2: signed on 1 January for 1 September."""
    signed()

    assert due("training_toleration", TODAY) == [(date(2026, 2, 1), "tolerated")]
    assert Deadline.objects.get(kind="training_toleration").sentence == (
        "Die Ausbildung beginnt am 01.09.2026. Die Ausbildungsduldung dafür kann ab diesem Tag beantragt werden, nicht "
        "früher; erteilt wird sie ab dem 01.03.2026."
    )


@pytest.mark.parametrize(
    "ahead",
    [
        {"document": ResidenceKind.RESIDENCE_PERMIT},
        {"document": ResidenceKind.TRAINING_TOLERATION},
        {"kind": PhaseKind.EQ},
        {"starts": TODAY},
    ],
    ids=["with a title", "with the toleration for training", "an EQ is no training", "it has begun"],
)
def test_nothing_is_to_be_applied_for(ahead):
    signed(**ahead)

    assert due("training_toleration", TODAY) == []


def test_the_new_document_settles_it():
    training = signed()
    due("training_toleration", TODAY)
    make.residence_document(
        training.enrolment.participant,
        kind=ResidenceKind.TRAINING_TOLERATION,
        issued_on=date(2026, 3, 1),
        printed_valid_to=date(2029, 8, 31),
    )

    assert due("training_toleration", date(2026, 3, 2)) == []
    assert became("training_toleration") == [(date(2026, 2, 1), "settled")]


def test_a_training_that_begins_later_moves_it():
    training = signed()
    due("training_toleration", TODAY)
    training.started_on = date(2026, 10, 1)
    training.save()

    assert due("training_toleration", TODAY) == [(date(2026, 3, 1), "tolerated")]


def test_another_number_counts_for_trainings_that_begin_under_it():
    old = LegalNumber.objects.get(code="toleration_apply")
    old.valid_until = date(2026, 8, 31)
    old.save()
    LegalNumber.objects.create(code="toleration_apply", value=4, unit="months", valid_from=date(2026, 9, 1))
    signed()
    signed(starts=date(2026, 8, 1))

    assert due("training_toleration", TODAY) == [(date(2026, 1, 1), "tolerated"), (date(2026, 5, 1), "tolerated")]


# --- Where people decide, they see what the law says ---


def notes(page):
    return {number.code for number in page.context["numbers"]} if "numbers" in page.context else set()


@pytest.mark.parametrize(
    ("step", "shown"),
    [
        ("start_phase", {"probation_least", "probation_most", "toleration_apply", "toleration_earliest"}),
        ("complete_phase", {"trainee_notice", "toleration_search"}),
        ("record_exam", {"admission", "resits"}),
    ],
)
def test_the_forms_of_a_training_show_the_numbers_it_rests_on(step, shown):
    training = signed(starts=date(2025, 9, 1))
    if step == "start_phase":
        training.delete()
    client = Client()
    client.force_login(make.member(Role.TRAINING_MANAGER, training.enrolment.organisation))

    page = client.get(f"/admin/pathways/enrolment/{training.enrolment.pk}/step/{step}/")

    assert notes(page) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (
            "participants/residencedocument",
            {"toleration_earliest", "employment_toleration", "permit_after_training", "permit_watch_1"},
        ),
        ("participants/recognition", {"recognition_receipt", "recognition"}),
    ],
)
def test_forms_show_the_numbers_of_today(address, shown):
    client = Client()
    client.force_login(make.member(Role.TRAINING_MANAGER, make.enrolment().organisation))

    page = client.get(f"/admin/{address}/add/")

    assert notes(page) == shown
