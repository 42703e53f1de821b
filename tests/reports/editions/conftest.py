"""Real workers for the tests of this folder."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.workers import Works, empty_queue, started


@pytest.fixture
def october_still_open() -> Iterator[None]:
    """Before the closing day of October 2024."""
    with time_machine.travel("2024-11-02T12:00:00+01:00"):
        yield


@pytest.fixture
def works(transactional_db, tmp_path) -> Iterator[Works]:
    yield from started(tmp_path, "tests.reports.editions.slow_worker")


@pytest.fixture
def redis_works(works) -> Works:
    empty_queue()
    return works
