"""Real workers for the tests of this folder."""

from collections.abc import Iterator

import pytest

from integration.accounts.roles import Role
from integration.jobs import kinds as registered
from tests.factories import member
from tests.integration.jobs.kinds import KINDS
from tests.workers import Works, empty_queue, started


@pytest.fixture
def works(transactional_db, tmp_path) -> Iterator[Works]:
    yield from started(tmp_path, "tests.integration.jobs.counting_worker")


@pytest.fixture
def redis_works(works) -> Works:
    empty_queue()
    return works


@pytest.fixture
def kinds(monkeypatch):
    """The kinds of job of the tests, for this test only."""
    known = {**registered._kinds, **{kind.code: kind for kind in KINDS}}
    monkeypatch.setattr(registered, "_kinds", known)


@pytest.fixture
def manager(kinds):
    """A training manager who may ask for such jobs."""
    return member(Role.TRAINING_MANAGER)


@pytest.fixture
def company(manager):
    """Theirs."""
    return manager.memberships.get().organisation
