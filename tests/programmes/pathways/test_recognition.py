"""Recognition of foreign qualifications: applied for, watched, decided."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from integration.accounts.roles import Role
from integration.deadlines.models import Deadline
from programmes.participants.models import Recognition
from tests import factories as make
from tests.integration.deadlines.asking import became, due

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 15)


def signed_in(somebody):
    client = Client()
    client.force_login(somebody)
    return client


def another(person, **fields):
    return Recognition.objects.create(**{"participant": person, "qualification": "Krankenpflege", **fields})


def applied(complete_on=date(2026, 3, 20), **fields):
    return another(make.enrolment().participant, complete_on=complete_on, **fields)


def test_the_authority_has_three_months_from_the_day_the_documents_are_complete():
    applied()

    assert due("recognition_undecided", TODAY) == [(date(2026, 6, 20), "waits")]
    assert Deadline.objects.get(kind="recognition_undecided").sentence == (
        "Die Unterlagen sind seit dem 20.03.2026 vollständig und es ist nichts entschieden: Fragen Sie bei der Stelle nach."
    )


def test_the_application_that_waits_longest_is_asked_about():
    first = applied()
    another(first.participant, complete_on=date(2026, 1, 10), qualification="Bäckerei")

    assert due("recognition_undecided", TODAY) == [(date(2026, 4, 10), "waits")]


def test_a_decision_settles_it():
    waiting = applied()
    due("recognition_undecided", TODAY)
    waiting.decided_on, waiting.result = date(2026, 6, 10), "partial"
    waiting.save()

    assert due("recognition_undecided", TODAY) == []
    assert became("recognition_undecided") == [(date(2026, 6, 20), "settled")]


def test_an_application_that_is_corrected_moves_it():
    waiting = applied()
    due("recognition_undecided", TODAY)
    waiting.complete_on = date(2026, 4, 1)
    waiting.save()

    assert due("recognition_undecided", TODAY) == [(date(2026, 7, 1), "waits")]


def test_one_that_was_never_made_is_withdrawn():
    waiting = applied()
    due("recognition_undecided", TODAY)
    waiting.delete()

    assert due("recognition_undecided", TODAY) == []
    assert became("recognition_undecided") == [(date(2026, 6, 20), "withdrawn")]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"decided_on": date(2026, 5, 1)}, "Tragen Sie den Tag der Entscheidung und ihr Ergebnis ein oder keines von beiden."),
        ({"result": "full"}, "Tragen Sie den Tag der Entscheidung und ihr Ergebnis ein oder keines von beiden."),
        (
            {"decided_on": date(2026, 3, 19), "result": "full"},
            "Die Entscheidung liegt vor dem Tag, an dem die Unterlagen vollständig waren.",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_and_kept_out_of_the_database(wrong, said):
    waiting = applied()
    for name, value in wrong.items():
        setattr(waiting, name, value)

    with pytest.raises(ValidationError) as refusal:
        waiting.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        waiting.save()

    assert refusal.value.messages == [said]


def test_the_persons_page_tells_it_and_leads_to_the_form():
    waiting = applied(authority="IHK FOSA")
    enrolled = waiting.participant.enrolments.get()
    client = signed_in(make.member(Role.TRAINING_MANAGER, enrolled.organisation))

    page = client.get(f"/admin/participants/participant/{waiting.participant_id}/change/").text

    assert "Krankenpflege" in page
    assert "IHK FOSA" in page
    assert f"/admin/participants/recognition/{waiting.pk}/change/" in page


def test_a_training_manager_of_another_company_finds_nothing_of_it():
    applied(qualification="KIEBITZ")
    stranger = make.member(Role.TRAINING_MANAGER)

    assert "KIEBITZ" not in signed_in(stranger).get("/admin/participants/recognition/").text
    assert Recognition.objects.visible_to(stranger).count() == 0
