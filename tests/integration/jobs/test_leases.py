"""Whoever does a piece of work holds its lease, and nobody else: reports and jobs alike."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from integration.jobs.enums import JobState
from integration.jobs.leases import Keeper, LeaseLost, claim, renew
from integration.jobs.models import Job
from reports.editions.enums import EditionState
from reports.editions.models import ReportEdition
from tests.factories import job, report_edition

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=[job, report_edition], ids=["job", "edition"])
def make(request):
    """Makes work of one kind that waits."""
    return request.param


def let_lease_end(work):
    type(work).objects.filter(pk=work.pk).update(leased_until=timezone.now() - timedelta(seconds=1))


def test_work_that_waits_is_taken(make):
    work = make()

    lease = claim(type(work), work.pk, "first")

    work.refresh_from_db()
    assert (work.state, work.holder, work.lease, work.attempts) == (
        type(work).HELD,
        "first",
        lease.token,
        1,
    )


def test_work_in_other_hands_is_not_taken(make):
    work = make()
    claim(type(work), work.pk, "first")

    assert claim(type(work), work.pk, "second") is None


def test_a_task_that_comes_back_takes_its_own_work_at_once(make):
    work = make()
    first = claim(type(work), work.pk, "first")

    again = claim(type(work), work.pk, "first")

    assert (again.pk, again.token == first.token) == (work.pk, False)


def test_others_take_work_whose_lease_is_over(make):
    work = make()
    first = claim(type(work), work.pk, "first")
    let_lease_end(work)

    second = claim(type(work), work.pk, "second")

    assert second is not None
    assert (renew(first, 1, 2), renew(second, 1, 2)) == (False, True)


def test_the_lease_of_one_that_was_thought_dead_is_worth_nothing_even_under_the_same_name(make):
    work = make()
    first = claim(type(work), work.pk, "first")
    claim(type(work), work.pk, "first")

    assert (renew(first, 1, 2), list(first.rows())) == (False, [])


NOW = datetime(2024, 11, 1, 6, tzinfo=UTC)
OVER = [
    (report_edition, {"state": EditionState.READY, "known_at": NOW}),
    (report_edition, {"state": EditionState.FAILED, "failure": "attempts"}),
    (job, {"state": JobState.DONE, "finished_at": NOW}),
    (job, {"state": JobState.FAILED, "failure": "attempts", "finished_at": NOW}),
    (job, {"state": JobState.CANCELLED, "finished_at": NOW}),
]


@pytest.mark.parametrize(("make", "fields"), OVER)
def test_work_that_is_over_is_not_taken(make, fields):
    work = make(**fields)

    assert claim(type(work), work.pk, "first") is None


@pytest.mark.parametrize("model", [Job, ReportEdition])
def test_work_that_is_gone_is_not_taken(model):
    assert claim(model, 1, "first") is None


def test_work_that_was_tried_too_often_is_not_taken(make, settings):
    work = make(attempts=settings.JOB_ATTEMPTS)

    assert claim(type(work), work.pk, "first") is None


def claims_at_once(work, take):
    """How many of four that reach for it at the same moment get it."""
    barrier = Barrier(4)

    def reach(holder):
        try:
            connection.ensure_connection()
            barrier.wait()
            return take(type(work), work.pk, f"worker {holder}") is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        return sum(pool.map(reach, range(4)))


def test_of_many_at_the_same_moment_one_gets_it(make):
    assert [claims_at_once(make(), claim) for _ in range(10)] == [1] * 10


def look_then_take(model, pk, holder):
    """How a claim would be if it looked first and wrote then."""
    if model.objects.get(pk=pk).state != model.WAITING:
        return None
    time.sleep(0.02)
    return claim(model, pk, "the same for all") if holder else None


def test_without_the_condition_several_would_get_it(make):
    assert claims_at_once(make(), look_then_take) > 1


def test_a_lease_is_renewed_and_the_progress_noted_while_somebody_builds(make, settings):
    settings.JOB_HEARTBEAT = timedelta(milliseconds=20)
    work = make()
    lease = claim(type(work), work.pk, "first")
    before = type(work).objects.get().leased_until

    with Keeper(lease) as keeper:
        keeper.progress(3, 8)
        time.sleep(0.3)

    work.refresh_from_db()
    assert (work.progress_done, work.progress_of, work.leased_until > before) == (3, 8, True)


def test_whoever_lost_the_lease_is_told_at_the_next_step(make, settings):
    settings.JOB_HEARTBEAT = timedelta(milliseconds=20)
    work = make()
    lease = claim(type(work), work.pk, "first")
    let_lease_end(work)
    claim(type(work), work.pk, "second")

    with Keeper(lease) as keeper:
        time.sleep(0.3)
        with pytest.raises(LeaseLost):
            keeper.progress(3, 8)
