"""Reports are built by real workers, exactly once each, whatever happens to them."""

import os
import random
import time
from collections import Counter
from datetime import date

import pytest
from django.conf import settings
from redis import Redis

from integration.jobs.doorbell import ring
from integration.organisations.models import Organisation
from reports.editions.enums import EditionState
from reports.editions.models import ReportCell, ReportEdition
from reports.editions.queries import figures_of
from reports.indicators.report import compute_report
from tests.factories import cohort, enrolment, organisation, programme
from tests.workers import until

MONTH = date(2024, 10, 1)
SECONDS_AFTER_A_KILL = 60


@pytest.fixture
def ground():
    """A group of three companies with people: four reports."""
    group = organisation(kind="group", code="GRP")
    for number in range(3):
        company = organisation(parent=group, code=f"C{number}")
        enrolment(cohort=cohort(programme(organisation=company)), organisation=company)


def editions():
    return ReportEdition.objects.filter(month=MONTH).select_related("organisation")


def all_closed():
    return list(editions().order_by("pk").values_list("state", flat=True)) == [EditionState.CLOSED] * 4


def check_complete():
    """Every organisation has one edition, stored once, with every cell of an undisturbed computation."""
    assert editions().count() == Organisation.objects.count() == 4
    for edition in editions():
        assert figures_of(edition) == compute_report(edition.organisation, MONTH)
        assert edition.history.filter(state=EditionState.CLOSED).count() == 1
    positions = Counter(ReportCell.objects.values_list("edition", "position"))
    assert set(positions.values()) == {1}


def test_a_worker_builds_what_is_queued_without_any_service(works, ground):
    works.environment.pop("REDIS_URL", None)
    works.worker()

    works.manage("queue_reports", "--month", "2024-10", "--wait")

    check_complete()


@pytest.mark.services
def test_a_worker_builds_what_is_queued(redis_works, ground):
    redis_works.worker()

    redis_works.manage("queue_reports", "--month", "2024-10", "--wait")

    check_complete()


@pytest.mark.services
@pytest.mark.parametrize("seed", range(3))
def test_a_killed_child_leaves_no_gap(redis_works, ground, seed):
    chance = random.Random(seed)  # noqa: S311  (no secret)
    worker = redis_works.worker(SECONDS_A_JOB="0.3")
    redis_works.manage("queue_reports", "--month", "2024-10")

    time.sleep(chance.uniform(0, 1))
    redis_works.kill_a_child(worker)

    until(all_closed, SECONDS_AFTER_A_KILL)
    check_complete()


@pytest.mark.services
@pytest.mark.parametrize("seed", range(3))
def test_a_killed_worker_leaves_no_gap(redis_works, ground, seed):
    chance = random.Random(seed)  # noqa: S311  (no secret)
    worker = redis_works.worker(SECONDS_A_JOB="0.5")
    redis_works.manage("queue_reports", "--month", "2024-10")

    time.sleep(chance.uniform(0, 1.5))
    redis_works.kill(worker)
    redis_works.worker()

    until(all_closed, SECONDS_AFTER_A_KILL)
    check_complete()


@pytest.mark.services
def test_a_lost_queue_is_filled_again(redis_works, ground):
    redis_works.manage("queue_reports", "--month", "2024-10")
    Redis.from_url(settings.CELERY_BROKER_URL).flushall()

    redis_works.worker()

    until(all_closed, SECONDS_AFTER_A_KILL)
    check_complete()


def builds_by_two_workers(works, **environment):
    """How often a report was begun when its message comes four times and a build outlasts a lease that nobody renews."""
    for _ in range(2):
        works.worker(SECONDS_A_JOB="4", **environment)
    works.manage("queue_reports", "--month", "2024-10", "--organisation", "C0")
    ring(ReportEdition, [editions().get().pk] * 3)
    until(lambda: editions().get().state == EditionState.CLOSED, SECONDS_AFTER_A_KILL)
    return Counter(works.begun.read_text().split())


@pytest.mark.services
def test_two_workers_never_build_a_report_twice(redis_works, ground):
    assert builds_by_two_workers(redis_works) == {"C0": 1}


@pytest.mark.services
def test_without_leases_they_would(redis_works, ground):
    assert builds_by_two_workers(redis_works, WITHOUT_LEASE="yes")["C0"] > 1


@pytest.mark.services
def test_the_services_are_those_of_the_suite(redis_works):
    assert (redis_works.environment["REDIS_URL"], settings.DATABASES["default"]["ENGINE"]) == (
        os.environ["REDIS_URL"],
        "django.db.backends.postgresql",
    )
