"""Work that one worker at a time holds by a lease: reports, imports, steps for many people.

The row in the database is the truth; Celery is the doorbell. Who inherits from `LeasedWork` has a `state`, and is watched
by the one reconciler (`reconciling.watch`).
"""

from typing import Any, ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

JOB_FIELDS = ["holder", "lease", "leased_until", "queued_at", "progress_done", "progress_of"]
"""What changes with every heartbeat; no history keeps it."""


class LeasedWork(models.Model):
    """Something to be done in the background, once."""

    TASK: ClassVar[str]
    """The Celery task that does it; its one argument is the key of the row."""
    WAITING: ClassVar[str]
    """Its state until a worker takes it."""
    HELD: ClassVar[str]
    """Its state while a worker has it."""
    QUEUE_ORDER: ClassVar[tuple[str, ...]] = ("pk",)
    """What is rung for first."""

    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    holder = models.CharField(_("worker"), max_length=100, blank=True)
    lease = models.UUIDField(_("lease"), null=True, blank=True)
    leased_until = models.DateTimeField(_("leased until"), null=True, blank=True)
    queued_at = models.DateTimeField(_("queued at"), null=True, blank=True)
    progress_done = models.PositiveIntegerField(_("steps done"), default=0)
    progress_of = models.PositiveIntegerField(_("steps in all"), default=0)

    class Meta:
        abstract = True

    @classmethod
    def remember(cls, rows: QuerySet[Any]) -> None:
        """Write the present state of these rows into their history, if they have one. Bulk writes do not by themselves.

        To be called in the transaction of the change.
        """
        if hasattr(cls, "history"):
            cls.history.bulk_history_create(list(rows), update=True)


def leased_while(state: str, *, name: str, message: str | Promise) -> CheckConstraint:
    """A row has a lease in this state, and only then."""
    return CheckConstraint(
        condition=(Q(state=state, lease__isnull=False, leased_until__isnull=False) & ~Q(holder=""))
        | (~Q(state=state) & Q(lease__isnull=True, leased_until__isnull=True, holder="")),
        name=name,
        violation_error_message=message,
    )


def progress_within_bounds(name: str) -> CheckConstraint:
    """No more steps are done than there are."""
    return CheckConstraint(
        condition=Q(progress_done__lte=F("progress_of")),
        name=name,
        violation_error_message=_("There cannot be more steps done than there are."),
    )
