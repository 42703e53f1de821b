"""Who does a piece of work at the moment: leases, so that nothing is done twice and nothing is forgotten.

A lease has a token of its own each time it is given, so that a worker that was thought dead and comes back cannot take
its successor's work for its own.
"""

import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Event, Thread
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from integration.jobs.leased import LeasedWork

log = logging.getLogger(__name__)

RELEASED = {"holder": "", "lease": None, "leased_until": None}


class LeaseLost(Exception):  # noqa: N818  (an outcome, not a mistake)
    """Somebody else does the work by now; what was done is thrown away."""


@dataclass(frozen=True)
class Lease:
    """The right to do a piece of work, for a while."""

    model: type[LeasedWork]
    pk: int
    token: uuid.UUID

    def rows(self) -> QuerySet[Any]:
        """The row if the lease is still ours, else nothing. Updating it locks it, so the answer holds."""
        return self.model._default_manager.filter(pk=self.pk, lease=self.token)

    def __str__(self) -> str:
        return f"{self.model._meta.label} {self.pk}"


def claim(model: type[LeasedWork], pk: int, holder: str) -> Lease | None:
    """Take the lease of work that waits, or that nobody does any more. None if there is nothing to take.

    `holder` is the id of the task. A task that comes back after its worker died takes its own lease over at once;
    others wait until it is over. Of two at the same time one gets it.
    """
    lease = Lease(model, pk, uuid.uuid4())
    with transaction.atomic():
        taken = model._default_manager.filter(_free(model, holder), pk=pk).update(**_held(lease, holder))
        model.remember(lease.rows())
    return lease if taken else None


def claim_beside(lease: Lease, rows: QuerySet[Any], most: int) -> list[Lease]:
    """Take along those of some rows that wait, for the same worker: what is done for one can be done for them at once.

    Rows that somebody else is about to take stay theirs.
    """
    with transaction.atomic():
        mine = lease.rows().select_for_update(of=("self",)).first()
        if mine is None:
            return []
        free = rows.filter(_free(lease.model, mine.holder)).exclude(pk=lease.pk).order_by("pk")
        ids = list(free.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True)[:most])
        taken = lease.model._default_manager.filter(pk__in=ids)
        taken.update(**_held(lease, mine.holder))
        lease.model.remember(taken)
    return [replace(lease, pk=pk) for pk in ids]


def _free(model: type[LeasedWork], holder: str) -> Q:
    nobodys = Q(state=model.WAITING) | (Q(state=model.HELD) & (Q(leased_until__lt=timezone.now()) | Q(holder=holder)))
    return nobodys & Q(attempts__lt=settings.JOB_ATTEMPTS)


def _held(lease: Lease, holder: str) -> dict[str, Any]:
    return {
        "state": lease.model.HELD,
        "holder": holder,
        "lease": lease.token,
        "leased_until": timezone.now() + settings.JOB_LEASE,
        "attempts": F("attempts") + 1,
        "progress_done": 0,
        "progress_of": 0,
    }


def renew(lease: Lease, done: int, of: int, beside: Sequence[Lease] = ()) -> bool:
    """Keep a lease, and those taken along, for another while and note the progress. False if none is ours any more."""
    rows = lease.model._default_manager.filter(pk__in=[lease.pk, *(each.pk for each in beside)], lease=lease.token)
    until = timezone.now() + settings.JOB_LEASE
    return bool(rows.update(leased_until=until, progress_done=done, progress_of=of))


class Keeper:
    """Renews a lease, or several taken together, from beside while the work is done, on a connection of its own.

    The work itself may be one long transaction, from which nobody could see anything renewed.
    """

    def __init__(self, lease: Lease, *beside: Lease) -> None:
        self.lease = lease
        self.beside = beside
        self._progress = (0, 0)
        self._lost = Event()
        self._done = Event()
        self._thread = Thread(target=self._keep, name=f"lease of {lease}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()

    def progress(self, done: int, of: int) -> None:
        """Note how far the work is. Raises `LeaseLost` when there is no use in going on."""
        self._progress = (done, of)
        if self._lost.is_set():
            raise LeaseLost

    def _keep(self) -> None:
        try:
            while not self._done.wait(settings.JOB_HEARTBEAT.total_seconds()):
                if not self._renewed():
                    self._lost.set()
                    return
        finally:
            connection.close()

    def _renewed(self) -> bool:
        try:
            return renew(self.lease, *self._progress, self.beside)
        except DatabaseError:
            # The next beat may find the database again; if none does in time, the lease ends by itself.
            log.warning("The lease of %s could not be renewed.", self.lease)
            connection.close()
            return True
