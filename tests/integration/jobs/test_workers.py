"""Jobs are done by real workers, each step once, whatever happens to the workers."""

import random
import time
from collections import Counter

import pytest
from django.conf import settings
from redis import Redis

from integration.jobs import services
from integration.jobs.doorbell import ring
from integration.jobs.models import Job
from integration.organisations.models import Organisation
from tests.factories import organisation
from tests.workers import until

SECONDS_AFTER_A_KILL = 60


@pytest.fixture
def asked(manager, company, works):
    """A job with four steps."""
    sites = [organisation(parent=company, kind="site", name="Halle") for _ in range(4)]
    return services.ask("count", manager, company, {"organisations": [site.pk for site in sites]})


def is_done():
    return Job.objects.get().state == "done"


def names():
    return Counter(Organisation.objects.filter(kind="site").values_list("name", flat=True))


def test_a_worker_does_what_is_asked_for_without_any_service(works, asked):
    works.environment.pop("REDIS_URL", None)
    works.worker()

    until(is_done, SECONDS_AFTER_A_KILL)

    assert (names(), Job.objects.get().attempts) == ({"Halle+": 4}, 1)


def test_a_killed_workers_job_is_brought_to_its_end_without_any_service(works, asked):
    works.environment.pop("REDIS_URL", None)
    worker = works.worker(SECONDS_A_JOB="0.7")
    until(lambda: works.begun.read_text() != "", SECONDS_AFTER_A_KILL)

    works.kill(worker)
    works.worker()

    until(is_done, SECONDS_AFTER_A_KILL)
    assert (names(), Job.objects.get().attempts) == ({"Halle+": 4}, 2)


@pytest.mark.services
@pytest.mark.parametrize("seed", range(2))
def test_a_killed_worker_leaves_no_step_undone_and_none_done_twice(redis_works, asked, seed):
    chance = random.Random(seed)  # noqa: S311  (no secret)
    worker = redis_works.worker(SECONDS_A_JOB="0.4")
    ring(Job, [asked.pk])

    time.sleep(chance.uniform(0.2, 2))
    redis_works.kill(worker)
    redis_works.worker()

    until(is_done, SECONDS_AFTER_A_KILL)
    assert names() == {"Halle+": 4}


@pytest.mark.services
def test_a_killed_child_leaves_no_step_undone_and_none_done_twice(redis_works, asked):
    worker = redis_works.worker(SECONDS_A_JOB="0.4")
    ring(Job, [asked.pk])
    until(lambda: redis_works.begun.read_text() != "", SECONDS_AFTER_A_KILL)

    redis_works.kill_a_child(worker)

    until(is_done, SECONDS_AFTER_A_KILL)
    assert names() == {"Halle+": 4}


@pytest.mark.services
def test_a_lost_message_is_sent_again(redis_works, asked):
    Redis.from_url(settings.CELERY_BROKER_URL).flushdb()

    redis_works.worker()

    until(is_done, SECONDS_AFTER_A_KILL)
    assert names() == {"Halle+": 4}


def begun_by_two_workers(works, job, **environment):
    """How often a job was begun when its message comes four times."""
    for _ in range(2):
        works.worker(SECONDS_A_JOB="1.5", **environment)
    ring(Job, [job.pk] * 4)
    until(is_done, SECONDS_AFTER_A_KILL)
    return Counter(works.begun.read_text().split())


@pytest.mark.services
def test_two_workers_never_do_a_job_twice(redis_works, asked):
    assert begun_by_two_workers(redis_works, asked) == {str(asked.pk): 1}


@pytest.mark.services
def test_without_leases_they_would(redis_works, asked):
    assert begun_by_two_workers(redis_works, asked, WITHOUT_LEASE="yes")[str(asked.pk)] > 1
