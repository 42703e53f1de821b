"""The pages about one document, and who opens them."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from integration.accounts.roles import Role
from integration.journal.models import Page, ReadEntry
from programmes.participants.models import DocumentCopy
from programmes.participants.permits.services import keep_copy
from tests import factories as make
from tests.programmes.participants.permits.test_services import PDF

pytestmark = pytest.mark.django_db

LIST = "/admin/participants/residencedocument/"


@pytest.fixture
def company():
    return make.organisation()


@pytest.fixture
def document(company):
    enrolled = make.enrolment(cohort=make.cohort(make.programme(organisation=company)))
    return make.residence_document(enrolled.participant)


def signed_in(role, at):
    client = Client()
    client.force_login(make.member(role, at))
    return client


def pages(document):
    return [f"{LIST}{document.pk}/{page}/" for page in ("seen", "copy", "copy/file")]


def statuses(client, document):
    return [client.get(page).status_code for page in pages(document)]


def test_a_copy_is_uploaded_opened_as_a_file_without_a_name_and_every_look_is_written_down(company, document):
    client = signed_in(Role.TRAINING_MANAGER, company)

    kept = client.post(pages(document)[1], {"file": SimpleUploadedFile("Haddad, Amal.exe", PDF)})
    opened = client.get(pages(document)[2])

    assert kept["Location"] == f"/admin/participants/participant/{document.participant_id}/change/#residence"
    assert (opened.content, opened["Content-Type"]) == (PDF, "application/pdf")
    assert opened["Content-Disposition"] == f'attachment; filename="{document.code}.pdf"'
    assert (opened["X-Content-Type-Options"], "no-store" in opened["Cache-Control"]) == ("nosniff", True)
    assert ReadEntry.objects.filter(person=document.participant_id, page=Page.COPY).count() == 1


def test_what_is_no_copy_is_refused_in_words(company, document):
    client = signed_in(Role.TRAINING_MANAGER, company)

    page = client.post(pages(document)[1], {"file": SimpleUploadedFile("x.pdf", b"<html>")})
    empty = client.post(pages(document)[1], {})

    assert page.context["form"].errors == {"file": ["Wählen Sie eine PDF-, JPEG- oder PNG-Datei."]}
    assert (empty.status_code, list(empty.context["form"].errors)) == (200, ["file"])


def test_a_copy_is_deleted_by_a_button_and_not_by_looking(company, document):
    client = signed_in(Role.TRAINING_MANAGER, company)
    keep_copy(document, PDF, by=make.user())

    looked = client.get(f"{LIST}{document.pk}/copy/delete/")
    pressed = client.post(f"{LIST}{document.pk}/copy/delete/")

    assert (looked.status_code, pressed.status_code, DocumentCopy.objects.count()) == (405, 302, 0)


@pytest.mark.parametrize(
    ("role", "answers"),
    [
        (Role.TRAINING_MANAGER, [200, 200, 200]),
        (Role.ADMINISTRATOR, [403, 403, 403]),
        (Role.DATA_PROTECTION, [403, 403, 403]),
        (Role.SPONSOR, [403, 403, 403]),
        (Role.MANAGEMENT, [403, 403, 403]),
    ],
)
def test_only_whoever_the_matrix_lets_opens_them(company, document, role, answers):
    keep_copy(document, PDF, by=make.user())

    assert statuses(signed_in(role, company), document) == answers


def test_a_document_of_others_answers_like_none(company, document):
    keep_copy(document, PDF, by=make.user())
    stranger = signed_in(Role.TRAINING_MANAGER, make.organisation())

    assert statuses(stranger, document) == [404, 404, 404]
    assert stranger.post(f"{LIST}{document.pk}/copy/delete/").status_code == 404
    assert (DocumentCopy.objects.count(), ReadEntry.objects.filter(page=Page.COPY).count()) == (1, 0)


def test_the_original_is_seen_today_unless_another_day_is_said(company, document):
    client = signed_in(Role.TRAINING_MANAGER, company)

    future = client.post(pages(document)[0], {"seen_on": "31.12.2099"})
    seen = client.post(pages(document)[0], {"seen_on": "15.06.2026"})
    document.refresh_from_db()

    assert future.context["form"].errors == {"seen_on": ["Niemand hat es an einem Tag gesehen, der noch bevorsteht."]}
    assert (seen.status_code, document.seen_on) == (302, date(2026, 6, 15))


def test_documents_stand_side_by_side_in_as_many_queries_for_three_as_for_one(company, document):
    client = signed_in(Role.TRAINING_MANAGER, company)
    page = f"/admin/participants/participant/{document.participant_id}/change/"
    client.get(page)
    with CaptureQueriesContext(connection) as one:
        client.get(page)
    for _ in range(2):
        more = make.residence_document(
            document.participant, work_permission="this_job", bound_employer=company, bound_region="Sachsen"
        )
        keep_copy(more, PDF, by=make.user())
    with CaptureQueriesContext(connection) as three:
        text = client.get(page).text

    assert len(three) == len(one)
    assert text.count("Kopie öffnen") == 2
    assert f"{company.name} · Sachsen" in text
