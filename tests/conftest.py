"""What every test can rely on: nothing is left to luck, and nothing leaves this machine."""

import random
import re
import socket
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.handlers.base import BaseHandler
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.query import QuerySet
from django.db.transaction import Atomic
from django.utils import translation

from integration.translations import compile_catalogue

# What may be written while a page is only read: the session, and who read what.
WRITTEN_BY_READING = frozenset({"django_session", "journal_readentry"})
DATABASE_FIXTURES = frozenset({"db", "transactional_db", "django_db_reset_sequences", "django_db_setup", "live_server"})
WRITE = re.compile(r'\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s+"?(\w+)', re.IGNORECASE)


def pytest_configure(config: pytest.Config) -> None:
    """Pages are read in German; only the first of several processes compiles the texts."""
    if not hasattr(config, "workerinput"):
        compile_catalogue()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks no database is tested once, and not again with another one."""
    for item in items:
        asks = item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))
        if not asks and not item.get_closest_marker("services"):
            item.add_marker(pytest.mark.once)


@pytest.fixture(autouse=True)
def _german_first() -> Iterator[None]:
    """Every test starts in the product's first language, whatever the one before left behind."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Rate limits of one test do not reach the next."""
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only addresses of this machine answer."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            pytest.fail(f"A test asked for the network: {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_here)


@pytest.fixture(autouse=True)
def _rows_without_order_come_shuffled(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database promises no order that was not asked for. The same test sees the same shuffle."""
    chance = random.Random(request.node.nodeid)  # noqa: S311  (no secret)
    fetch_all = QuerySet._fetch_all

    def fetch_shuffled(self: QuerySet[Any]) -> None:
        fresh = self._result_cache is None
        fetch_all(self)
        if fresh and not self.ordered:
            chance.shuffle(self._result_cache)

    monkeypatch.setattr(QuerySet, "_fetch_all", fetch_shuffled)


@pytest.fixture(autouse=True)
def _reading_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that is only looked at (GET, HEAD) changes no data."""
    get_response = BaseHandler.get_response

    def refuse_writes(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        written = WRITE.match(sql)
        if written and written[1] not in WRITTEN_BY_READING:
            pytest.fail(f"A page that was only read wrote to {written[1]}")
        return execute(sql, params, many, context)

    def get_response_guarded(self: BaseHandler, request: Any) -> Any:
        if request.method not in {"GET", "HEAD"}:
            return get_response(self, request)
        with connection.execute_wrapper(refuse_writes):
            return get_response(self, request)

    monkeypatch.setattr(BaseHandler, "get_response", get_response_guarded)


def _run_what_waits_for_the_commit(database: BaseDatabaseWrapper) -> None:
    """Where only the test's own transaction is left around, the product would have committed by now."""
    if database.needs_rollback or not all(block._from_testcase for block in database.atomic_blocks):
        return
    while database.run_on_commit:
        _savepoints, function, _robust = database.run_on_commit.pop(0)
        function()


@pytest.fixture(autouse=True)
def _commits_are_felt(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is to happen after the commit happens, although the test itself is rolled back."""
    leave = Atomic.__exit__
    on_commit = BaseDatabaseWrapper.on_commit

    def leave_and_run(self: Atomic, exc_type: Any, exc_value: Any, traceback: Any) -> None:
        leave(self, exc_type, exc_value, traceback)
        if exc_type is None and connection.in_atomic_block:
            _run_what_waits_for_the_commit(connection)

    def register_and_run(self: BaseDatabaseWrapper, func: Any, robust: bool = False) -> None:  # noqa: FBT001, FBT002  (Django's own signature)
        on_commit(self, func, robust)
        if self.in_atomic_block:
            _run_what_waits_for_the_commit(self)

    monkeypatch.setattr(Atomic, "__exit__", leave_and_run)
    monkeypatch.setattr(BaseDatabaseWrapper, "on_commit", register_and_run)


@pytest.fixture(autouse=True)
def _the_law_holds(request: pytest.FixtureRequest) -> None:
    """Tests that commit empty all tables when they end: the next of them finds the law that comes with the product."""
    marker = request.node.get_closest_marker("django_db")
    if marker is None or not marker.kwargs.get("transaction"):
        return
    request.getfixturevalue("transactional_db")
    from integration.law.models import LegalNumber

    if not LegalNumber.objects.exists():
        for name in ("0002_numbers", "0003_provisional", "0004_promises", "0005_early_assessment"):
            import_module(f"integration.law.migrations.{name}").enter(apps, None)
