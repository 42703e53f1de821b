"""Whoever builds an edition holds its lease, and nobody else."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from reports.editions.enums import EditionState
from reports.editions.leases import Keeper, LeaseLost, claim, renew
from reports.editions.models import ReportEdition
from tests.factories import report_edition

pytestmark = pytest.mark.django_db(transaction=True)


def let_lease_end(edition):
    ReportEdition.objects.filter(pk=edition.pk).update(leased_until=timezone.now() - timedelta(seconds=1))


def test_an_edition_that_waits_is_taken():
    edition = report_edition()

    lease = claim(edition.pk, "first")

    edition.refresh_from_db()
    assert (edition.state, edition.holder, edition.lease, edition.attempts) == (
        EditionState.BUILDING,
        "first",
        lease.token,
        1,
    )


def test_an_edition_in_other_hands_is_not_taken():
    edition = report_edition()
    claim(edition.pk, "first")

    assert claim(edition.pk, "second") is None


def test_a_task_that_comes_back_takes_its_own_edition_at_once():
    edition = report_edition()
    first = claim(edition.pk, "first")

    again = claim(edition.pk, "first")

    assert (again.edition_id, again.token == first.token) == (edition.pk, False)


def test_others_take_an_edition_whose_lease_is_over():
    edition = report_edition()
    first = claim(edition.pk, "first")
    let_lease_end(edition)

    second = claim(edition.pk, "second")

    assert second is not None
    assert (renew(first, 1, 2), renew(second, 1, 2)) == (False, True)


def test_the_lease_of_one_that_was_thought_dead_is_worth_nothing_even_under_the_same_name():
    edition = report_edition()
    first = claim(edition.pk, "first")
    claim(edition.pk, "first")

    assert (renew(first, 1, 2), list(first.rows())) == (False, [])


@pytest.mark.parametrize("state", [EditionState.READY, EditionState.FAILED])
def test_an_edition_that_is_done_is_not_taken(state):
    fields = {"known_at": timezone.now()} if state == EditionState.READY else {"failure": "attempts"}
    edition = report_edition(state=state, **fields)

    assert claim(edition.pk, "first") is None


def test_an_edition_that_is_gone_is_not_taken():
    assert claim(1, "first") is None


def test_an_edition_that_was_tried_too_often_is_not_taken(settings):
    edition = report_edition(attempts=settings.EDITION_ATTEMPTS)

    assert claim(edition.pk, "first") is None


def claims_at_once(edition, take):
    """How many of four that reach for it at the same moment get it."""
    barrier = Barrier(4)

    def reach(holder):
        try:
            connection.ensure_connection()
            barrier.wait()
            return take(edition.pk, f"worker {holder}") is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        return sum(pool.map(reach, range(4)))


def test_of_many_at_the_same_moment_one_gets_it():
    assert [claims_at_once(report_edition(), claim) for _ in range(10)] == [1] * 10


def look_then_take(pk, holder):
    """How a claim would be if it looked first and wrote then."""
    if ReportEdition.objects.get(pk=pk).state != EditionState.WAITING:
        return None
    time.sleep(0.02)
    return claim(pk, "the same for all") if holder else None


def test_without_the_condition_several_would_get_it():
    assert claims_at_once(report_edition(), look_then_take) > 1


def test_a_lease_is_renewed_and_the_progress_noted_while_somebody_builds(settings):
    settings.EDITION_HEARTBEAT = timedelta(milliseconds=20)
    edition = report_edition()
    lease = claim(edition.pk, "first")
    before = ReportEdition.objects.get().leased_until

    with Keeper(lease) as keeper:
        keeper.progress(3, 8)
        time.sleep(0.3)

    edition.refresh_from_db()
    assert (edition.progress_done, edition.progress_of, edition.leased_until > before) == (3, 8, True)


def test_whoever_lost_the_lease_is_told_at_the_next_step(settings):
    settings.EDITION_HEARTBEAT = timedelta(milliseconds=20)
    edition = report_edition()
    lease = claim(edition.pk, "first")
    let_lease_end(edition)
    claim(edition.pk, "second")

    with Keeper(lease) as keeper:
        time.sleep(0.3)
        with pytest.raises(LeaseLost):
            keeper.progress(3, 8)
