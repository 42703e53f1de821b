"""The pages of imports: what is wrong is said in plain words, what would happen before it does, and only to those who may."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from integration.accounts.roles import Role
from integration.jobs import services as jobs
from programmes.exchange.models import BundleImport
from programmes.exchange.services import uploads
from programmes.participants.models import Participant
from tests.factories import member, organisation
from tests.programmes.exchange.small import changed, packed
from tests.programmes.exchange.test_uploads import MIXED, NEW, again, checked, confirm, upload, work

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def browser(manager):
    client = Client()
    client.force_login(manager)
    return client


def address(one, page="import"):
    return reverse(f"admin:{page}", args=[one.pk])


def send(browser, company, *files):
    return browser.post(reverse("admin:imports"), {"organisation": company.pk, "files": files}, follow=True)


def test_an_upload_leads_to_its_page_which_shows_the_progress_of_the_check(browser, company):
    page = send(browser, company, packed(NEW))

    one = BundleImport.objects.get()
    assert (page.request["PATH_INFO"], "wartet" in page.text) == (address(one), True)
    assert f'hx-get="{reverse("admin:job", args=[one.checking_id])}"' in page.text


def test_the_page_of_the_job_leads_to_the_import(browser, manager, company):
    one = upload(manager, company)

    assert browser.get(reverse("admin:job", args=[one.checking_id or again(one).checking_id]))["Location"] == address(
        one
    )


def test_the_preview_says_what_is_new_and_what_changes_from_what_to_what(browser, manager, company):
    one = checked(manager, company, {**changed("participants", "P1", given_name="Amalia"), **NEW})
    people = {
        "participants": [*changed("participants", "P1", given_name="Amalia")["participants"], *NEW["participants"]]
    }
    one = checked(manager, company, people)

    page = browser.get(address(one)).text

    assert "1 Zeilen sind neu, 1 Zeilen werden geändert." in page
    assert ("Mensah" in page, "<del><bdi>Amal</bdi></del>" in page, "<ins><bdi>Amalia</bdi></ins>" in page) == (
        True,
        True,
        True,
    )


def test_the_preview_says_what_is_refused_where_and_why_and_offers_the_rest(browser, manager, company):
    one = checked(manager, company, MIXED)

    page = browser.get(address(one)).text

    assert "Das ist kein Datum" in page
    assert ("Geburtsdatum" in page, "<bdi>gestern</bdi>" in page) == (True, True)
    assert ("Nur die fehlerfreien Zeilen importieren" in page, 'value="sound"' in page, 'value="all"' in page) == (
        True,
        True,
        False,
    )


def test_the_marked_workbook_is_there_to_take_along(browser, manager, company):
    one = checked(manager, company, MIXED)

    answer = browser.get(reverse("admin:job_file", args=[one.checking_id]))

    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as workbook:
        assert "xl/comments1.xml" in workbook.namelist()
    assert answer["Content-Disposition"] == 'attachment; filename="import.xlsx"'


def test_confirming_imports_and_tells_what_was_done(browser, manager, company):
    one = checked(manager, company)

    browser.post(address(one, "import_confirm"), {"seen": one.checking_id, "rows": "all"})
    work()

    assert "1 neue Zeilen, 0 geänderte." in browser.get(address(one)).text
    assert Participant.objects.filter(code="P3").exists()


@pytest.mark.parametrize("seen", ["", "0", "x", "9" * 40, "-1", "²"])
def test_whoever_confirms_what_they_did_not_see_is_shown_what_there_is(browser, manager, company, seen):
    one = checked(manager, company)

    page = browser.post(address(one, "import_confirm"), {"seen": seen}, follow=True)

    assert ("Diese Vorschau gilt nicht mehr" in page.text, again(one).stage) == (True, "checked")


def test_a_bundle_that_changes_nothing_says_so(browser, manager, company):
    one = checked(manager, company, {"participants": [{"code": "P1", "given_name": "Amal"}]})

    page = browser.get(address(one)).text

    assert ("Alles in dieser Datei ist schon erfasst" in page, address(one, "import_confirm") in page) == (True, False)


def test_what_failed_says_why_and_can_be_checked_again(browser, manager, company):
    one = checked(manager, company)
    Participant.objects.create(code="P3", given_name="Jemand")
    confirm(one, manager)
    work()

    page = browser.get(address(one)).text
    browser.post(address(one, "import_check"))

    assert ("Es wurde nichts importiert." in page, "Seit der Prüfung" in page, again(one).stage) == (
        True,
        True,
        "checking",
    )


def test_throwing_away_leads_back_and_is_said(browser, manager, company):
    one = checked(manager, company)

    page = browser.post(address(one, "import_discard"), follow=True)

    assert (page.request["PATH_INFO"], "sind verworfen" in page.text) == (reverse("admin:imports"), True)
    assert "sind verworfen" in browser.get(address(one)).text


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], "zwingend erforderlich"),
        (["a.xlsx", "b.csv"], "Wählen Sie eine Arbeitsmappe"),
        (["a.xlsx", "b.xlsx"], "Wählen Sie eine Arbeitsmappe"),
    ],
)
def test_what_cannot_be_uploaded_is_said_beside_the_field(browser, company, files, said):
    page = send(browser, company, *(SimpleUploadedFile(name, b"x") for name in files))

    assert (page.status_code, said in page.text, BundleImport.objects.count()) == (200, True, 0)


def test_what_is_too_large_is_not_taken(browser, company, monkeypatch):
    monkeypatch.setattr("programmes.exchange.forms.MOST_UNPACKED", 10)

    page = send(browser, company, packed(NEW))

    assert ("Das sind mehr als" in page.text, BundleImport.objects.count()) == (True, 0)


def test_other_peoples_organisations_are_no_choice(browser, company):
    stranger = organisation(name="Fremde Werke")

    page = send(browser, stranger, packed(NEW))

    assert (BundleImport.objects.count(), "Fremde Werke" in page.text) == (0, False)


@pytest.mark.parametrize("page", ["import", "import_confirm", "import_check", "import_discard"])
def test_others_imports_are_like_none(browser, manager, company, page):
    other = member(Role.TRAINING_MANAGER)
    one = upload(other, other.memberships.get().organisation)
    ask = browser.get if page == "import" else browser.post

    answers = {ask(reverse(f"admin:{page}", args=[key])).status_code for key in (one.pk, 999, 10**30)}

    assert answers == {404}


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DATA_PROTECTION])
def test_whoever_may_not_import_has_no_such_pages(manager, company, role):
    one = upload(manager, company)
    client = Client()
    client.force_login(member(role, company))

    pages = [reverse("admin:imports"), reverse("admin:import_template"), address(one)]
    assert [client.get(page).status_code for page in pages] == [403, 403, 404]


def test_a_colleague_sees_neither_the_import_nor_the_marked_workbook(manager, company):
    one = checked(manager, company, MIXED)
    client = Client()
    client.force_login(member(Role.TRAINING_MANAGER, company))

    pages = [
        address(one),
        reverse("admin:job_file", args=[one.checking_id]),
        reverse("admin:job", args=[one.checking_id]),
    ]
    assert [client.get(page).status_code for page in pages] == [404, 404, 404]


def test_the_empty_workbook_speaks_the_readers_language(browser):
    german = browser.get(reverse("admin:import_template"))
    browser.cookies["django_language"] = "en"
    english = browser.get(reverse("admin:import_template"))

    names = []
    for answer in (german, english):
        with zipfile.ZipFile(io.BytesIO(answer.content)) as workbook:
            names.append("Teilnehmende" in workbook.read("xl/workbook.xml").decode())
    assert (german["Content-Disposition"], names) == ('attachment; filename="einstieg-vorlage.xlsx"', [True, False])


def test_the_first_page_shows_what_is_being_checked_and_what_waits(browser, manager, company):
    waiting = checked(manager, company)
    under_way = upload(manager, company)

    work = browser.get(reverse("admin:index")).context["work"]

    shown = [(each.title.split()[0], each.url, each.said) for each in work]
    assert shown == [
        ("Prüfung", reverse("admin:job", args=[again(under_way).checking_id]), ""),
        ("Import", address(waiting), "geprüft, wartet auf Sie"),
    ]


def test_what_only_waits_for_the_reader_does_not_ask_for_itself(browser, manager, company):
    checked(manager, company)

    page = browser.get(reverse("admin:index")).text

    assert ("geprüft, wartet auf Sie" in page, 'hx-trigger="every 3s"' in page) == (True, False)


def test_pages_cost_the_same_whatever_there_is(browser, manager, company):
    one = checked(manager, company, MIXED)
    pages = (reverse("admin:imports"), address(one))
    for page in pages:
        browser.get(page)
    few = [_queries(browser, page) for page in pages]

    for _ in range(2):
        upload(manager, company)
    assert [_queries(browser, page) for page in pages] == few


def _queries(browser, page):
    with CaptureQueriesContext(connection) as asked:
        browser.get(page)
    return len(asked)


def test_a_check_that_was_lost_can_be_begun_again(browser, manager, company):
    one = BundleImport.objects.create(organisation=company, uploaded_by=manager, file="imports/lost.bundle")

    page = browser.get(address(one)).text

    assert "Die Datei ist nicht angekommen." in page
    assert uploads.check_again(one, manager)
    jobs.run(again(one).checking_id, "task")
    assert "wurde inzwischen verworfen" in browser.get(address(one)).text
