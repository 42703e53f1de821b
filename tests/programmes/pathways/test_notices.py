"""Where a training or a job on a title for it ends early, the authority is told, in time and with a letter that is ready."""

from datetime import date

import pytest
from django.test import Client

from integration.accounts.roles import Role
from integration.deadlines.models import Deadline
from programmes.participants.enums import ResidenceKind
from programmes.pathways import services as journey
from programmes.pathways.enums import EndReason, Outcome
from programmes.pathways.models import AuthorityNotice
from tests import factories as make
from tests.integration.deadlines.asking import became, due

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 15)
ENDED = date(2026, 6, 10)


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-06-15T09:00:00+02:00")


def ended(outcome=Outcome.CONTRACT_DISSOLVED, kind=ResidenceKind.RESIDENCE_PERMIT, section="", on=ENDED):
    person = make.participant(given_name="Amal", family_name="Haddad", birth_date=date(2001, 2, 3))
    enrolled = make.enrolment(participant=person)
    make.residence_document(person, kind=kind, legal_section=section, printed_valid_to=date(2027, 8, 31))
    return make.phase_entry(enrolled, ended_on=on, outcome=outcome, occupation="Lagerist/in")


@pytest.mark.parametrize(
    ("kind", "section", "on"),
    [
        (ResidenceKind.TRAINING_TOLERATION, "", date(2026, 6, 24)),
        (ResidenceKind.EMPLOYMENT_TOLERATION, "", date(2026, 6, 24)),
        (ResidenceKind.RESIDENCE_PERMIT, "§ 16g", date(2026, 6, 24)),
        (ResidenceKind.RESIDENCE_PERMIT, "16g Abs. 1", date(2026, 6, 24)),
        (ResidenceKind.RESIDENCE_PERMIT, "§ 18a", date(2026, 7, 8)),
        (ResidenceKind.RESIDENCE_PERMIT, "§ 19c Abs. 1", date(2026, 7, 8)),
    ],
)
def test_two_weeks_for_trainings_and_four_for_work_titles(kind, section, on):
    ended(kind=kind, section=section)

    assert [day for day, _reason in due("authority_notice", TODAY)] == [on]


@pytest.mark.parametrize(
    ("kind", "section"),
    [
        (ResidenceKind.RESIDENCE_PERMIT, "§ 25 Abs. 2"),
        (ResidenceKind.RESIDENCE_PERMIT, "§ 25a"),
        (ResidenceKind.RESIDENCE_PERMIT, "§ 104c"),
        (ResidenceKind.RESIDENCE_PERMIT, ""),
        (ResidenceKind.TEMPORARY_PROTECTION, "§ 24"),
        (ResidenceKind.TOLERATION, ""),
        (ResidenceKind.GERMAN, ""),
    ],
)
def test_titles_of_refugees_and_all_others_need_none(kind, section):
    ended(kind=kind, section=section)

    assert due("authority_notice", TODAY) == []


@pytest.mark.parametrize("outcome", [Outcome.PASSED, Outcome.COMPLETED, Outcome.FAILED_FINALLY, Outcome.MOVED_ON])
def test_only_early_ends_are_told(outcome):
    ended(outcome, ResidenceKind.TRAINING_TOLERATION)

    assert due("authority_notice", TODAY) == []


def test_a_training_broken_off_on_the_friday_before_christmas_is_told_by_the_first_days_of_january():
    ended(kind=ResidenceKind.TRAINING_TOLERATION, on=date(2026, 12, 18))

    assert due("authority_notice", date(2026, 12, 21)) == [(date(2027, 1, 1), "training")]


def test_what_a_newer_title_says_counts():
    entry = ended(kind=ResidenceKind.TRAINING_TOLERATION)
    make.residence_document(
        entry.enrolment.participant, issued_on=date(2026, 1, 1), legal_section="§ 25", printed_valid_to=None
    )

    assert due("authority_notice", TODAY) == []


def test_it_falls_due_with_the_end_of_the_enrolment():
    enrolled = make.enrolment()
    make.residence_document(enrolled.participant, kind=ResidenceKind.TRAINING_TOLERATION, printed_valid_to=None)
    make.phase_entry(enrolled)

    journey.end_enrolment(enrolled, TODAY, EndReason.OTHER_EMPLOYER)

    assert list(Deadline.objects.filter(kind="authority_notice").values_list("due_on", "state")) == [
        (date(2026, 6, 29), "open")
    ]


def page(role=Role.TRAINING_MANAGER, entry=None):
    client = Client()
    client.force_login(make.member(role, entry.enrolment.organisation))
    return client, f"/admin/pathways/phaseentry/{entry.pk}/notice/"


def test_the_letter_is_ready_and_in_german_whoever_reads_it():
    entry = ended(kind=ResidenceKind.TRAINING_TOLERATION)
    client, address = page(entry=entry)

    text = client.get(f"{address}?text", headers={"accept-language": "en"})

    assert text["Content-Disposition"] == 'attachment; filename="meldung.txt"'
    assert "Folgendes endete am 10.06.2026 vorzeitig: Ausbildung von Amal Haddad." in text.content.decode()
    assert "Geboren am: 03.02.2001" in text.content.decode()


def test_recording_that_it_was_sent_settles_it():
    entry = ended(kind=ResidenceKind.TRAINING_TOLERATION)
    due("authority_notice", TODAY)
    client, address = page(entry=entry)

    for _ in range(2):
        client.post(address, {"sent_on": "12.06.2026"})

    assert AuthorityNotice.objects.get().sent_on == date(2026, 6, 12)
    assert became("authority_notice") == [(date(2026, 6, 24), "settled")]


def test_nobody_else_finds_the_letter():
    entry = ended(kind=ResidenceKind.TRAINING_TOLERATION)
    others = make.enrolment()
    client = Client()
    client.force_login(make.member(Role.TRAINING_MANAGER, others.organisation))

    assert client.get(f"/admin/pathways/phaseentry/{entry.pk}/notice/").status_code == 404
    assert page(Role.SPONSOR, entry)[0].get(f"/admin/pathways/phaseentry/{entry.pk}/notice/").status_code == 403
