"""Real workers for the tests of this folder."""

from collections.abc import Iterator

import pytest

from tests.workers import Works, empty_queue, started


@pytest.fixture
def works(transactional_db, tmp_path) -> Iterator[Works]:
    yield from started(tmp_path, "tests.reports.editions.slow_worker")


@pytest.fixture
def redis_works(works) -> Works:
    empty_queue()
    return works
