"""One reconciler for everything that is done in the background: nothing waits for ever, nothing is tried for ever."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from integration.jobs.doorbell import ring
from integration.jobs.leased import LeasedWork

GiveUp = Callable[[list[int]], None]
_watched: dict[type[LeasedWork], GiveUp] = {}


def watch(model: type[LeasedWork], give_up: GiveUp) -> None:
    """Let the reconciler look after this kind of work. `give_up` marks rows as failed that were tried too often."""
    _watched[model] = give_up


def reconcile() -> int:
    """Queue again what was lost on the way, give up what failed too often. Returns how many were queued."""
    now = timezone.now()
    return sum(_reconcile(model, give_up, now) for model, give_up in _watched.items())


def _reconcile(model: type[LeasedWork], give_up: GiveUp, now: datetime) -> int:
    with transaction.atomic():
        hopeless = tried_too_often(model, now).select_for_update(of=("self",)).order_by("pk")
        give_up(list(hopeless.values_list("pk", flat=True)))
    return ring(model, list(to_ring_for(model, now).values_list("pk", flat=True)))


def to_ring_for(model: type[LeasedWork], now: datetime) -> QuerySet[Any]:
    """What waits and no worker picked up in time, and what a worker let go by."""
    unheard = Q(queued_at__isnull=True) | Q(queued_at__lt=now - settings.JOB_PATIENCE)
    return (
        model._default_manager.filter(attempts__lt=settings.JOB_ATTEMPTS)
        .filter(Q(state=model.WAITING) & unheard | Q(state=model.HELD, leased_until__lt=now))
        .order_by(*model.QUEUE_ORDER)
    )


def tried_too_often(model: type[LeasedWork], now: datetime) -> QuerySet[Any]:
    """What used up its attempts and nobody does any more."""
    return model._default_manager.filter(attempts__gte=settings.JOB_ATTEMPTS).filter(
        Q(state=model.WAITING) | Q(state=model.HELD, leased_until__lt=now)
    )
