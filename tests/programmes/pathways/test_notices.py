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
from programmes.pathways.notices.letter import letter_as_text
from tests import factories as make
from tests.integration.deadlines.asking import became, due

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 15)
ENDED = date(2026, 6, 10)
WHAT = "Ausbildung der unten genannten Person."


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-06-15T09:00:00+02:00")


def ended(outcome=Outcome.CONTRACT_DISSOLVED, kind=ResidenceKind.RESIDENCE_PERMIT, section="", on=ENDED):
    person = make.participant(given_name="Amal", family_name="Haddad", birth_date=date(2001, 2, 3), nationality="SYR")
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
    assert [line for line in text.content.decode().splitlines() if line] == [
        "Werke",
        "An die zuständige Ausländerbehörde",
        "15.06.2026",
        f"Unser Zeichen: {entry.enrolment.participant.code}",
        "Mitteilung über eine vorzeitige Beendigung nach § 60c Abs. 5 AufenthG",
        "Sehr geehrte Damen und Herren,",
        f"hiermit teilen wir mit, dass Folgendes bei uns am 10.06.2026 vorzeitig beendet wurde: {WHAT}",
        "Nachname: Haddad",
        "Vorname: Amal",
        "Geboren am: 03.02.2001",
        "Staatsangehörigkeit: SYR",
        "Aufenthaltsdokument: Ausbildungsduldung (§ 60c)",
        "Beruf: Lagerist/in",
        "Begonnen am: 01.09.2024",
        "Beendet am: 10.06.2026",
        "Bitte bestätigen Sie uns den Eingang dieser Mitteilung.",
        "Mit freundlichen Grüßen",
        "Werke",
    ]


@pytest.mark.parametrize(
    ("kind", "section", "basis"),
    [
        (ResidenceKind.EMPLOYMENT_TOLERATION, "", "§ 60d AufenthG"),
        (ResidenceKind.RESIDENCE_PERMIT, "§ 16g", "§ 16g AufenthG"),
        (ResidenceKind.RESIDENCE_PERMIT, "§ 18a", "§ 4a Abs. 5 AufenthG"),
    ],
)
def test_the_letter_names_the_law_by_which_it_is_owed(kind, section, basis):
    entry = ended(kind=kind, section=section)

    assert f"vorzeitige Beendigung nach {basis}\n" in letter_as_text(entry)


def test_of_somebody_of_whom_only_the_year_of_birth_is_known_the_letter_says_only_that():
    entry = ended(kind=ResidenceKind.TRAINING_TOLERATION)
    person = entry.enrolment.participant
    person.birth_date, person.birth_date_precision = date(2001, 1, 1), "year"

    assert "Geboren am: 2001\n" in letter_as_text(entry)


def test_the_letter_is_a_pdf_for_archives_and_looked_at_before():
    entry = ended(kind=ResidenceKind.TRAINING_TOLERATION)
    client, address = page(entry=entry)

    paper, picture = client.get(f"{address}?pdf"), client.get(f"{address}?picture")

    assert (paper["Content-Type"], paper["Content-Disposition"]) == (
        "application/pdf",
        'attachment; filename="meldung.pdf"',
    )
    assert (
        paper.content[:8],
        b"/StructTreeRoot" in paper.content,
        b"/Lang(de)" in paper.content.replace(b" ", b""),
    ) == (
        b"%PDF-1.7",
        True,
        True,
    )
    assert (picture["Content-Type"], picture.content[1:4]) == ("image/png", b"PNG")
    assert '<img class="sheet" src="?picture"' in client.get(address).content.decode()


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
