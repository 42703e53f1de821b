"""Deadlines follow the facts: whoever changes a row that a kind depends on, the deadlines are right after the commit."""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from celery import current_app
from django.db import connection, transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from kombu.exceptions import OperationalError

from integration.deadlines import services
from integration.deadlines.kinds import EnrolmentsOf, Kind, everybody, kinds

log = logging.getLogger(__name__)

REFRESH = "integration.deadlines.tasks.refresh_kinds"

_followers: dict[str, dict[EnrolmentsOf, set[str]]] = defaultdict(lambda: defaultdict(set))


@dataclass
class _Outdated:
    """Whose deadlines of which kinds are to be looked at again. Too many do no harm."""

    kinds: set[str] = field(default_factory=set)
    enrolments: set[int] = field(default_factory=set)
    of_everybody: set[str] = field(default_factory=set)

    def add(self, codes: set[str], enrolments: Iterable[int]) -> None:
        self.kinds |= codes
        self.enrolments.update(enrolments)

    def __call__(self) -> None:
        """Look again; those of everybody at once are for a worker."""
        if self.enrolments:
            services.refresh(self.kinds, self.enrolments)
        if self.of_everybody:
            _ring(self.of_everybody)


_collecting: ContextVar[_Outdated | None] = ContextVar("deadlines to look at later", default=None)


def follow(kind: Kind) -> None:
    """From now on look again whenever a row is saved or deleted that this kind depends on."""
    for model, enrolments_of in kind.follows.items():
        label = model._meta.label_lower
        _followers[label][enrolments_of].add(kind.code)
        for signal in (post_save, post_delete):
            signal.connect(_row_changed, sender=model, dispatch_uid=f"deadlines follow {label}")


@contextmanager
def all_at_once() -> Iterator[None]:
    """Changes to many people in here, each a transaction of its own, are followed once, at the end."""
    collected = _Outdated()
    token = _collecting.set(collected)
    try:
        yield
    finally:
        _collecting.reset(token)
        transaction.on_commit(collected, robust=True)


def look_again(enrolments: Collection[int] | None) -> None:
    """For bulk writes, of which no row tells: look at the deadlines of these, or (None) of everybody, after the commit.

    If they are many, a worker does it.
    """
    every_kind = {kind.code for kind in kinds()}
    if enrolments is None or len(enrolments) > services.BATCH:
        transaction.on_commit(_Outdated(of_everybody=every_kind), robust=True)
    elif enrolments:
        transaction.on_commit(_Outdated(every_kind, set(enrolments)), robust=True)


def look_at_everybody(codes: Collection[str]) -> None:
    """For what changes the deadlines of these kinds for many: a worker looks at them after the commit."""
    transaction.on_commit(_Outdated(of_everybody=set(codes)), robust=True)


def _row_changed(instance: Model, **_kwargs: Any) -> None:
    """Ask for what the row's kinds need, once for all changes of a transaction."""
    outdated = _collecting.get() or _looked_at_after_this_commit()
    asked = outdated or _Outdated()
    for enrolments_of, codes in _followers[instance._meta.label_lower].items():
        if enrolments_of is everybody:
            asked.of_everybody |= codes
        else:
            asked.add(codes, enrolments_of(instance))
    if outdated is None:
        transaction.on_commit(asked, robust=True)


def _looked_at_after_this_commit() -> _Outdated | None:
    """What waits for the commit already, unless a rollback to a savepoint could make that forgotten."""
    for savepoints, function, _robust in connection.run_on_commit:
        if isinstance(function, _Outdated) and savepoints <= set(connection.savepoint_ids):
            return function
    return None


def _ring(codes: set[str]) -> None:
    """Who misses it loses little: every hour all deadlines are looked at."""
    try:
        current_app.send_task(REFRESH, args=[sorted(codes)], retry=False)
    except OperationalError:
        log.warning("The queue does not answer; deadlines are looked at again within the hour.")
