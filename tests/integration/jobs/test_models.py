"""Jobs hold what they promise in the database itself."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError

from integration.jobs.enums import Failure, JobState
from integration.jobs.models import Job
from tests.factories import job, user

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 11, 1, 6, tzinfo=UTC)
RUNNING = {"state": JobState.RUNNING, "holder": "task", "lease": uuid4(), "leased_until": NOW}
FAILED = {"state": JobState.FAILED, "failure": Failure.ATTEMPTS, "finished_at": NOW}


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "lost"},
        {**RUNNING, "lease": None},
        {**RUNNING, "holder": ""},
        {**RUNNING, "state": JobState.WAITING},
        {"state": JobState.DONE},
        {"finished_at": NOW},
        {**FAILED, "failure": ""},
        {**FAILED, "failure": "bad luck"},
        {"failure": Failure.RIGHT},
        {"progress_done": 2, "progress_of": 1},
    ],
)
def test_the_database_refuses_a_job_that_contradicts_itself(fields):
    with pytest.raises(IntegrityError):
        job(**fields)


@pytest.mark.parametrize("fields", [{}, RUNNING, FAILED, {"state": JobState.CANCELLED, "finished_at": NOW}])
def test_the_database_takes_a_job_that_does_not(fields):
    created = job(**fields)

    assert Job.objects.get() == created


def test_a_form_is_taken_once():
    key, by = uuid4(), user()
    job(asked_by=by, key=key)

    with pytest.raises(IntegrityError):
        job(asked_by=by, key=key)


def test_jobs_without_a_form_do_not_meet():
    by = user()

    assert job(asked_by=by) != job(asked_by=by)
