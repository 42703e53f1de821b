"""The page of a job tells how far it is and what came of it, to those who may ask for such jobs."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from integration.accounts.roles import Role
from integration.jobs import kinds as registered
from integration.jobs import services
from integration.jobs.leases import claim, renew
from integration.jobs.models import Job
from integration.organisations.models import Membership
from tests.factories import member, organisation

pytestmark = pytest.mark.django_db(transaction=True)
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _files_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def browser(manager):
    client = Client()
    client.force_login(manager)
    return client


def ask(manager, company, kind="count"):
    return services.ask(kind, manager, company)


def address(job, page="job"):
    return reverse(f"admin:{page}", args=[job.pk])


def test_a_job_that_waits_says_so_asks_again_and_can_be_taken_back(browser, manager, company):
    job = ask(manager, company)

    page = browser.get(address(job)).text

    assert ("wartet" in page, 'hx-trigger="every 2s"' in page, 'http-equiv="refresh"' in page) == (True, True, True)
    assert address(job, "job_cancel") in page


def test_a_job_that_runs_says_how_far_it_is(browser, manager, company):
    job = ask(manager, company)
    renew(claim(Job, job.pk, "worker"), 3, 8)

    part = browser.get(address(job), headers=HTMX)

    assert ('value="3" max="8"' in part.text, "3 von 8 Standorte" in part.text, "HX-Refresh" in part) == (
        True,
        True,
        False,
    )
    assert "<html" not in part.text


def test_a_job_that_counts_nothing_in_particular_tells_per_cent(browser, manager, company, monkeypatch):
    job = ask(manager, company)
    monkeypatch.setitem(registered._kinds, "count", replace(job.declared, counted=""))
    renew(claim(Job, job.pk, "worker"), 3, 8)

    assert "38 %" in browser.get(address(job), headers=HTMX).text


def test_the_first_page_shows_ones_own_jobs_under_way(browser, manager, company):
    job = ask(manager, company)
    renew(claim(Job, job.pk, "worker"), 3, 8)
    services.ask("write", member(Role.TRAINING_MANAGER, company), company)

    page = browser.get(reverse("admin:index"))

    assert [(work.title, work.url, work.done, work.of) for work in page.context["work"]] == [
        ("Test: count", address(job), 3, 8)
    ]


def test_a_job_that_is_over_stops_asking_and_loads_its_page(browser, manager, company):
    job = ask(manager, company)
    services.run(job.pk, "task")

    part = browser.get(address(job), headers=HTMX)

    assert (part["HX-Refresh"], "hx-get" in part.text) == ("true", False)


def test_a_job_that_failed_says_why(browser, manager, company):
    job = ask(manager, company, "refuse")
    services.run(job.pk, "task")

    page = browser.get(address(job))

    assert (page.status_code, "So geht es nicht." in page.text) == (200, True)


def test_taking_back_is_posted_and_said(browser, manager, company):
    job = ask(manager, company)

    answers = [browser.post(address(job, "job_cancel"), follow=True).text for _ in range(2)]

    assert (Job.objects.get().state, "es wurde nichts getan" in answers[0], "zu spät" in answers[1]) == (
        "cancelled",
        True,
        True,
    )
    assert browser.get(address(job, "job_cancel")).status_code == 405


def test_its_file_is_taken_along_under_a_name_that_says_what_it_is(browser, manager, company):
    job = ask(manager, company, "write")
    services.run(job.pk, "task")

    answer = browser.get(address(job, "job_file"))

    assert (b"".join(answer.streaming_content), answer["Content-Disposition"]) == (
        b"a;b",
        'attachment; filename="liste.csv"',
    )


def test_a_file_that_was_thrown_away_is_said_to_be_gone(browser, manager, company):
    job = ask(manager, company, "write")
    services.run(job.pk, "task")
    Job.objects.update(file="")

    assert browser.get(address(job, "job_file")).status_code == 404
    assert "nicht mehr da" in browser.get(address(job)).text


def test_without_a_file_there_is_none(browser, manager, company):
    job = ask(manager, company)
    services.run(job.pk, "task")

    assert browser.get(address(job, "job_file")).status_code == 404


@pytest.mark.parametrize("page", ["job", "job_file"])
def test_others_jobs_are_like_none(browser, kinds, page):
    other = member(Role.TRAINING_MANAGER)
    foreign = ask(other, other.memberships.get().organisation)

    answers = {browser.get(reverse(f"admin:{page}", args=[key])).status_code for key in (foreign.pk, 999, 10**30)}

    assert answers == {404}


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DATA_PROTECTION])
def test_whoever_only_oversees_the_system_sees_no_result(manager, company, role):
    job = ask(manager, company, "write")
    services.run(job.pk, "task")
    client = Client()
    client.force_login(member(role, company))

    answers = [client.get(address(job, page)).status_code for page in ("job", "job_file")]

    assert (answers, client.get(reverse("admin:jobs_job_change", args=[job.pk])).status_code) == ([403, 403], 200)


def test_a_right_that_was_withdrawn_closes_result_and_file(browser, manager, company):
    job = ask(manager, company, "write")
    services.run(job.pk, "task")
    Membership.objects.update(role=Role.ADMINISTRATOR)

    assert [browser.get(address(job, page)).status_code for page in ("job", "job_file")] == [403, 403]


def test_a_colleague_sees_the_job_and_cannot_take_it_back(manager, company):
    job = ask(manager, company)
    client = Client()
    client.force_login(member(Role.TRAINING_MANAGER, company))

    page = client.get(address(job))

    assert (page.status_code, address(job, "job_cancel") in page.text) == (200, False)
    assert client.post(address(job, "job_cancel")).status_code == 403


def test_a_kind_with_a_page_of_its_own_leads_there(browser, manager, company, monkeypatch):
    job = ask(manager, company)
    services.run(job.pk, "task")
    elsewhere = replace(job.declared, address=lambda _job: "/admin/access/")
    monkeypatch.setitem(registered._kinds, "count", elsewhere)

    assert browser.get(address(job))["Location"] == "/admin/access/"


def test_a_job_of_a_kind_that_is_no_longer_known_is_nobodys(browser, manager, company, monkeypatch):
    job = ask(manager, company)
    monkeypatch.setattr("integration.jobs.kinds._kinds", {})

    assert (browser.get(address(job)).status_code, services.run(job.pk, "task")) == (403, "failed")


def test_a_page_costs_the_same_whatever_there_is_besides(browser, manager, company):
    job = ask(manager, company)
    browser.get(address(job))
    with CaptureQueriesContext(connection) as few:
        browser.get(address(job))

    for _ in range(3):
        ask(manager, organisation(parent=company))
    with CaptureQueriesContext(connection) as many:
        browser.get(address(job))

    assert len(many) == len(few)
