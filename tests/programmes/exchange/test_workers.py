"""An import is done by real workers, once, whatever happens to the workers."""

import pytest

from integration.jobs.doorbell import ring
from integration.jobs.models import Job
from programmes.exchange.services import uploads
from programmes.participants.models import Participant
from tests.programmes.exchange.small import packed
from tests.programmes.exchange.test_uploads import NEW, again, confirm
from tests.workers import empty_queue, started, until

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

SECONDS_AFTER_A_KILL = 90


@pytest.fixture
def works(transactional_db, tmp_path):
    empty_queue()
    yield from started(tmp_path, "tests.programmes.exchange.slow_worker")


@pytest.fixture
def confirmed(works, manager, company):
    """An upload that a worker checked and somebody confirmed."""
    one = uploads.take_in([packed(NEW)], company, manager)
    worker = works.worker()
    until(lambda: again(one).stage == "checked", SECONDS_AFTER_A_KILL)
    works.kill(worker)
    works.begun.write_text("")
    assert confirm(again(one), manager)
    empty_queue()
    return again(one)


def test_a_worker_killed_before_the_end_leaves_nothing_and_another_imports_once(works, confirmed):
    worker = works.worker(SECONDS_A_JOB="60")
    ring(Job, [confirmed.writing_id])
    until(lambda: works.begun.read_text() != "", SECONDS_AFTER_A_KILL)

    works.kill(worker)
    assert not Participant.objects.filter(code="P3").exists()
    works.worker()

    until(lambda: again(confirmed).stage == "done", SECONDS_AFTER_A_KILL)
    assert Participant.history.filter(code="P3").count() == 1
    assert again(confirmed).writing.attempts == 2


def test_two_workers_import_once(works, confirmed):
    for _ in range(2):
        works.worker(SECONDS_A_JOB="1")
    ring(Job, [confirmed.writing_id] * 4)

    until(lambda: again(confirmed).stage == "done", SECONDS_AFTER_A_KILL)

    assert (Participant.history.filter(code="P3").count(), works.begun.read_text().count("written")) == (1, 1)
