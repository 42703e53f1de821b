"""All lists of an organisation as a file: only what somebody may see, with the reason in the log, and for nobody else."""

import io
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from integration.accounts.roles import Role
from integration.jobs import services as jobs
from integration.jobs.models import Job
from integration.journal.models import ExportEntry
from integration.organisations.models import Membership, Organisation
from tests.factories import member, organisation
from tests.programmes.exchange.small import bring_in

pytestmark = pytest.mark.django_db(transaction=True)

REASON = "Abgleich mit der Personalabteilung"
MOVED = {
    "organisations": [{"code": "S2", "name": "Werk Nord", "kind": "site", "parent": "C"}],
    "transfers": [{"enrolment": "E1", "on": "2017-01-01", "organisation": "S2"}],
    "phase_entries": [
        {"code": "F1", "enrolment": "E1", "phase": "PR", "started_on": "2016-05-02", "ended_on": "2016-08-01"},
        {"code": "F2", "enrolment": "E1", "phase": "AU", "started_on": "2017-09-01", "occupation": "Geheim"},
    ],
}


@pytest.fixture
def browser(manager):
    client = Client()
    client.force_login(manager)
    return client


def ask(browser, of, **changes):
    return browser.post(
        reverse("admin:exports"), {"organisation": of.pk, "form": "zip", "reason": REASON, **changes}, follow=True
    )


def taken(browser, of, **changes):
    ask(browser, of, **changes)
    job = Job.objects.latest("pk")
    jobs.run(job.pk, "task")
    return job


def tables_in(job):
    job.refresh_from_db()
    with default_storage.open(job.file) as file, zipfile.ZipFile(io.BytesIO(file.read())) as archive:
        return {name.removesuffix(".csv"): archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def test_the_file_holds_what_belongs_to_the_organisation(browser, company):
    job = taken(browser, company)

    tables = tables_in(job)

    assert {"participants", "enrolments", "cohorts"} <= set(tables)
    assert "Amal" in tables["participants"]


def test_of_people_who_moved_away_it_holds_the_time_before(company):
    bring_in(MOVED)
    old_site = Organisation.objects.get(code="S")
    client = Client()
    client.force_login(member(Role.TRAINING_MANAGER, old_site))

    tables = tables_in(taken(client, old_site))

    assert ("F1" in tables["phase_entries"], "Geheim" in tables["phase_entries"]) == (True, False)


def test_it_is_written_down_once_who_took_what_and_why(browser, manager, company):
    job = taken(browser, company)
    jobs.run(job.pk, "again")

    entry = ExportEntry.objects.get()
    job.refresh_from_db()
    assert (entry.taken_by, entry.reason, entry.rows) == (
        manager,
        f"Alle Tabellen von C: {REASON}",
        sum(job.result["counts"].values()),
    )


def test_a_second_attempt_leaves_one_file_and_one_entry(browser, company, monkeypatch, store):
    ask(browser, company)
    job = Job.objects.get()
    monkeypatch.setattr("programmes.exchange.jobs._note_export", lambda *_about: 1 / 0)
    jobs.run(job.pk, "task")
    monkeypatch.undo()

    jobs.run(job.pk, "another task")

    assert (len([path for path in store.rglob("*") if path.is_file()]), ExportEntry.objects.count()) == (1, 1)


def test_its_page_says_what_is_in_it_and_hands_it_out_under_a_name_that_says_nothing(browser, company):
    job = taken(browser, company)

    page = browser.get(reverse("admin:job", args=[job.pk])).text
    answer = browser.get(reverse("admin:job_file", args=[job.pk]))

    assert ("Was in der Datei steht" in page, "Teilnehmende" in page) == (True, True)
    assert answer["Content-Disposition"] == 'attachment; filename="einstieg-export.zip"'


def test_a_workbook_can_be_had_as_well(browser, company):
    job = taken(browser, company, form="xlsx")

    job.refresh_from_db()
    assert (job.state, job.file.endswith(".xlsx"), ExportEntry.objects.get().file_format) == ("done", True, "xlsx")


def test_colleagues_do_not_open_what_somebody_else_took(browser, company):
    job = taken(browser, company)
    client = Client()
    client.force_login(member(Role.TRAINING_MANAGER, company))

    assert [client.get(reverse(f"admin:{page}", args=[job.pk])).status_code for page in ("job", "job_file")] == [
        404,
        404,
    ]


@pytest.mark.parametrize("reason", ["", "x", "a" * 101, "\u202e\u202e\u202e\u202e\u202e\u202e"])
def test_without_a_reason_there_is_no_file(browser, company, reason):
    page = ask(browser, company, reason=reason)

    assert (page.status_code, Job.objects.count()) == (200, 0)


def test_organisations_of_others_cannot_be_asked_for(browser, company):
    page = ask(browser, organisation(name="Fremde Werke"))

    assert (page.status_code, "Fremde Werke" in page.text, Job.objects.count()) == (200, False, 0)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DATA_PROTECTION])
def test_whoever_may_not_take_lists_along_has_no_such_page(company, role):
    client = Client()
    client.force_login(member(role, company))

    assert client.get(reverse("admin:exports")).status_code == 403


def test_a_right_that_is_withdrawn_stops_it(browser, manager, company):
    ask(browser, company)
    Membership.objects.filter(user=manager).delete()
    job = Job.objects.get()

    jobs.run(job.pk, "task")

    job.refresh_from_db()
    assert (job.state, job.file, ExportEntry.objects.count()) == ("failed", "", 0)


def test_the_page_costs_the_same_whatever_there_is(browser, company):
    asked = []
    for _ in range(2):
        taken(browser, company)
        browser.get(reverse("admin:exports"))
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse("admin:exports"))
        asked.append(len(queries))

    assert asked[0] == asked[1]
