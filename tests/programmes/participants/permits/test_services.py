"""Originals that were seen, copies that are kept, and validities that a law extends."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from integration.periods.refusals import Refused
from programmes.guarantees.copies import delete_copies_of_the_gone
from programmes.participants.enums import ProvisionalEffect, ResidenceKind, WorkPermission
from programmes.participants.models import DocumentCopy, ResidenceDocument
from programmes.participants.permits.services import (
    MEGABYTE,
    delete_copy,
    extend_by_law,
    keep_copy,
    note_seen,
    take_back_extension,
)
from programmes.pathways import services as journey
from programmes.pathways.enums import EndReason
from tests import factories as make

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 Aufenthaltstitel von Amal Haddad"
PNG = b"\x89PNG\r\n\x1a\n picture"
UNTIL = date(2027, 3, 4)
BASIS = "Verordnung zu § 24 AufenthG"


@pytest.fixture
def document():
    return make.residence_document(make.participant(), restriction="Nur Werk Nord", number="YF123456")


# --- What the database holds ---


def test_what_is_written_on_a_document_is_sealed_in_its_table_and_in_its_history(document):
    document.bound_region = "Sachsen"
    document.save()
    for model in (ResidenceDocument, ResidenceDocument.history.model):
        columns = {name: Cast(F(name), TextField()) for name in ("number", "restriction", "bound_region")}
        raw = [text for row in model.objects.order_by("pk").values_list(*columns.values()) for text in row if text]

        assert len(raw) == {ResidenceDocument: 3}.get(model, 5)
        assert all(text.startswith("s1.") for text in raw)

    again = ResidenceDocument.objects.get()
    assert (again.number, again.restriction, again.bound_region) == ("YF123456", "Nur Werk Nord", "Sachsen")
    assert {record.restriction for record in again.history.all()} == {"Nur Werk Nord"}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"effect": ProvisionalEffect.CONTINUED}, "Nur eine Fiktionsbescheinigung"),
        ({"applied_on": date(2026, 1, 1)}, "Nur eine Fiktionsbescheinigung"),
        ({"bound_occupation": "Koch"}, "Nur eine Erlaubnis für diese Arbeit"),
        ({"legal_basis": BASIS}, "Tragen Sie ein, bis wann"),
        ({"seen_on": date(2026, 1, 1)}, "Wer das Original gesehen hat"),
        ({"applied_on": date(1899, 1, 1), "kind": ResidenceKind.PROVISIONAL_EFFECT}, "zwischen 1900 und 2100"),
    ],
)
def test_the_database_refuses_what_cannot_be_on_a_document(document, fields, message):
    for name, value in fields.items():
        setattr(document, name, value)

    with pytest.raises(ValidationError, match=message):
        document.validate_constraints()


# --- Originals ---


def test_whoever_saw_the_original_is_named_with_the_day(document):
    somebody, other = make.user(), make.user()

    note_seen(document, date(2026, 6, 15), by=somebody)
    note_seen(document, date(2026, 6, 15), by=other)
    document.refresh_from_db()

    assert (document.seen_on, document.seen_by) == (date(2026, 6, 15), somebody)
    assert document.history.count() == 2


def test_nobody_saw_it_before_it_was_issued_or_tomorrow(document):
    with pytest.raises(Refused, match="nach diesem Tag ausgestellt"):
        note_seen(document, document.issued_on - timedelta(days=1), by=make.user())
    with pytest.raises(Refused, match="noch bevorsteht"):
        note_seen(document, timezone.localdate() + timedelta(days=1), by=make.user())


# --- Copies ---


def test_a_copy_is_kept_sealed_and_replaced_by_the_next(document):
    somebody = make.user()
    keep_copy(document, PDF, by=somebody)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM participants_documentcopy")
        raw = bytes(cursor.fetchone()[0])

    keep_copy(document, PDF, by=make.user())
    copy = DocumentCopy.objects.get()
    assert (copy.content, copy.kept_by, copy.history.count()) == (PDF, somebody, 1)
    assert (raw.startswith(b"s1."), b"Amal" in raw) == (True, False)

    keep_copy(document, PNG, by=somebody)
    copy.refresh_from_db()
    assert (copy.content, copy.media_type, copy.size) == (PNG, "image/png", len(PNG))
    assert "content" not in {field.name for field in DocumentCopy.history.model._meta.fields}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Die Datei ist leer"),
        (b"<html><script>alert(1)</script>", "PDF-, JPEG- oder PNG-Datei"),
        (b"MZ\x90 %PDF-1.7", "PDF-, JPEG- oder PNG-Datei"),
        (b"%PDF-" + b"x" * 5 * MEGABYTE, "größer als 5 MB"),
    ],
)
def test_a_copy_is_what_it_begins_with_and_not_too_large(document, content, message):
    with pytest.raises(Refused, match=message):
        keep_copy(document, content, by=make.user())

    assert DocumentCopy.objects.count() == 0


def test_a_deleted_copy_is_gone_and_its_history_says_who_deleted_it(document):
    somebody = make.user()
    keep_copy(document, PDF, by=make.user())

    delete_copy(document, by=somebody)
    delete_copy(document, by=somebody)

    assert DocumentCopy.objects.count() == 0
    assert DocumentCopy.history.filter(history_type="-").get().history_user == somebody


def test_a_copy_goes_when_the_person_no_longer_works_here_and_not_before():
    ended, staying, employed, new = (make.enrolment() for _ in range(4))
    for each in (ended, staying, employed, new):
        keep_copy(make.residence_document(each.participant), PDF, by=make.user())
    keep_copy(make.residence_document(make.participant(given_name="Wartet")), PDF, by=make.user())
    for each in (ended, employed):
        journey.end_enrolment(each, date(2026, 6, 14), EndReason.COMPLETED)
    make.employment(employed, started_on=date(2026, 6, 15))
    make.enrolment(participant=new.participant, entered_on=date(2026, 7, 1))

    assert delete_copies_of_the_gone(date(2026, 6, 14)) == 0
    assert delete_copies_of_the_gone(date(2026, 6, 15)) == 1
    assert delete_copies_of_the_gone(date(2026, 6, 15)) == 0
    assert not DocumentCopy.objects.filter(document__participant=ended.participant).exists()
    assert DocumentCopy.objects.count() == 4


# --- Extended by law ---


@pytest.fixture
def card():
    return make.residence_document(
        make.participant(),
        kind=ResidenceKind.TEMPORARY_PROTECTION,
        issued_on=date(2022, 5, 1),
        printed_valid_to=date(2024, 3, 4),
        work_permission=WorkPermission.ANY,
    )


def test_a_law_extends_it_beside_what_is_printed_and_can_be_taken_back_step_by_step(card):
    extend_by_law(card, date(2026, 3, 4), "Verordnung 2024")
    extend_by_law(card, UNTIL, BASIS)
    extend_by_law(card, UNTIL, BASIS)
    card.refresh_from_db()
    assert (card.printed_valid_to, card.legal_valid_to, card.legal_basis) == (date(2024, 3, 4), UNTIL, BASIS)
    assert card.history.count() == 3

    take_back_extension(card, UNTIL)
    card.refresh_from_db()
    assert (card.legal_valid_to, card.legal_basis) == (date(2026, 3, 4), "Verordnung 2024")


def test_taking_it_back_twice_takes_back_nothing_further(card):
    extend_by_law(card, date(2026, 3, 4), "Verordnung 2024")
    extend_by_law(card, UNTIL, BASIS)
    take_back_extension(card, UNTIL)

    with pytest.raises(Refused, match="wurde nicht durch ein Gesetz auf diesen Tag verlängert"):
        take_back_extension(card, UNTIL)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"kind": ResidenceKind.GERMAN}, "hat kein Ende"),
        ({"kind": ResidenceKind.SETTLEMENT_PERMIT}, "hat kein Ende"),
        ({"kind": ResidenceKind.PROVISIONAL_EFFECT}, "hat kein Ende"),
        ({"legal_valid_to": date(2028, 1, 1)}, "gilt schon bis 01.01.2028"),
        ({"issued_on": date(2027, 4, 1), "printed_valid_to": None}, "nach dem letzten Tag"),
    ],
)
def test_a_law_extends_only_what_ends_earlier(card, fields, message):
    ResidenceDocument.objects.filter(pk=card.pk).update(**fields)

    with pytest.raises(Refused, match=message):
        extend_by_law(card, UNTIL, BASIS)
