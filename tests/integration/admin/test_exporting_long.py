"""A long list is written in the background: the same file, for whoever asked alone, as long as they see all that is in it."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from integration.accounts.roles import Role
from integration.admin.exporting import background, pages
from integration.jobs import services as jobs
from integration.jobs.models import Job
from integration.journal.models import ExportEntry
from integration.organisations.models import Membership
from tests import factories as make

pytestmark = pytest.mark.django_db

COHORTS, PEOPLE = "/admin/pathways/cohort/export/", "/admin/pathways/enrolment/export/"
REASON = {"reason": "Planning the exam week", "file_format": "csv"}


@pytest.fixture(autouse=True)
def _short_patience(monkeypatch):
    monkeypatch.setattr(pages, "MOST_ROWS", 1)


@pytest.fixture
def company():
    return make.organisation(name="Werk Nord")


@pytest.fixture
def manager(company):
    return make.member(Role.TRAINING_MANAGER, company)


@pytest.fixture
def client(manager):
    return signed_in(manager)


@pytest.fixture
def programme(company):
    programme = make.programme(organisation=company)
    for label in ("Herbst", "Winter", "Frühjahr"):
        make.cohort(programme, label=label)
    return programme


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def written(client, address, **fields):
    """The job that the page leads to, done."""
    answer = client.post(address, {**REASON, **fields})
    job = Job.objects.latest("pk")
    assert answer["Location"] == reverse("admin:job", args=[job.pk])
    jobs.run(job.pk, "a worker")
    job.refresh_from_db()
    return job


def file_of(client, job):
    answer = client.get(reverse("admin:job_file", args=[job.pk]))
    return b"".join(answer.streaming_content) if answer.status_code == 200 else answer.status_code


def labels_in(content):
    heads, *lines = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
    return [line[heads.index("Bezeichnung")] for line in lines]


def test_the_file_holds_the_list_as_it_is_narrowed_and_sorted(client, company, programme):
    make.cohort(make.programme(organisation=company), label="Sommer")
    column = list(client.get("/admin/pathways/cohort/").context["cl"].list_display).index("label")

    job = written(client, f"{COHORTS}?programme={programme.pk}&o={column}&p=2")

    assert labels_in(file_of(client, job)) == ["Frühjahr", "Herbst", "Winter"]
    page = client.get(reverse("admin:job", args=[job.pk]))
    assert (job.state, page.context["list"], page.context["rows"]) == ("done", "Jahrgänge", "3")


def test_as_a_workbook_it_is_the_same(client, programme):
    job = written(client, COHORTS, file_format="xlsx")

    book = CalamineWorkbook.from_filelike(io.BytesIO(file_of(client, job)))

    assert len(book.get_sheet_by_index(0).to_python()) == 4


def test_it_is_written_down_once_with_the_reason(client, company, programme):
    job = written(client, f"{COHORTS}?programme={programme.pk}")
    Job.objects.update(state="waiting", finished_at=None, queued_at=timezone.now())
    jobs.run(job.pk, "another worker")

    entry = ExportEntry.objects.get()
    assert (entry.rows_of, entry.rows, entry.file_format, entry.reason, entry.narrowed_by) == (
        "pathways.cohort",
        3,
        "csv",
        "Planning the exam week",
        {"programme": str(programme.pk)},
    )
    assert [each.organisation for each in entry.through.all()] == [company]


def test_what_somebody_looked_for_is_kept_nowhere(client, company):
    for _ in range(2):
        make.enrolment(organisation=company)

    answer = client.post(f"{PEOPLE}?q=haddad", REASON)

    assert answer.context["form"].non_field_errors() == [
        "Was eine Suche findet, lässt sich bis zu 1 Zeilen exportieren. Bitte grenzen Sie stattdessen mit den Filtern ein."
    ]
    assert (Job.objects.count(), ExportEntry.objects.count()) == (0, 0)
    assert answer.context["form"]["reason"].value() == REASON["reason"]


def test_a_reason_with_signs_that_nobody_sees_is_refused_and_kept(client, programme):
    answer = client.post(COHORTS, {**REASON, "reason": "\u202egnirpsrev"})

    assert (len(answer.context["form"].non_field_errors()), Job.objects.count()) == (1, 0)


def test_others_of_the_same_company_do_not_open_it(client, company, programme):
    job = written(client, COHORTS)
    colleague = signed_in(make.member(Role.TRAINING_MANAGER, company))

    assert file_of(colleague, job) == 404


def test_whoever_does_not_reach_all_of_it_any_more_does_not_open_it(client, manager, programme):
    Membership.objects.create(user=manager, organisation=make.organisation(), role=Role.TRAINING_MANAGER)
    job = written(client, COHORTS)
    before = file_of(client, job)

    Membership.objects.filter(user=manager).latest("pk").delete()

    assert (len(labels_in(before)), file_of(client, job)) == (3, 403)


def test_whoever_loses_the_right_meanwhile_gets_no_file(client, manager, programme):
    client.post(COHORTS, REASON)
    Membership.objects.filter(user=manager).update(ended_on=timezone.localdate() - timezone.timedelta(days=1))

    jobs.run(Job.objects.get().pk, "a worker")

    job = Job.objects.get()
    assert (job.state, job.file, ExportEntry.objects.count()) == ("failed", "", 0)


def test_a_filter_that_no_longer_holds_is_told(client, programme):
    client.post(f"{COHORTS}?programme={programme.pk}", REASON)
    Job.objects.update(params={**Job.objects.get().params, "question": ["nothing_like_it=1"]})

    jobs.run(Job.objects.get().pk, "a worker")

    assert Job.objects.get().failure_detail == (
        "Die Liste lässt sich so nicht mehr eingrenzen. Bitte fordern Sie sie neu an."
    )


def test_a_workbook_that_no_spreadsheet_opens_is_refused(client, programme, monkeypatch):
    monkeypatch.setattr(background, "LINES_OF_WORKBOOK", 2)

    job = written(client, COHORTS, file_format="xlsx")

    assert (job.state, job.failure, file_of(client, job)) == ("failed", "refused", 404)
    assert written(client, COHORTS).state == "done"


def test_its_file_is_thrown_away_after_a_week(client, programme):
    job = written(client, COHORTS)
    Job.objects.update(finished_at=timezone.now() - timezone.timedelta(days=8))

    jobs.delete_old_files()

    assert file_of(client, job) == 404
    assert "7 Tage" in client.get(reverse("admin:job", args=[job.pk])).text
