"""Tells the workers that work waits. Who misses it loses nothing: the reconciler rings again."""

import logging
from collections.abc import Sequence

from celery import current_app
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from integration.jobs.leased import LeasedWork

log = logging.getLogger(__name__)


def ring_after_commit(model: type[LeasedWork], ids: Sequence[int]) -> None:
    """Ring once what is to be done can be seen by others."""
    transaction.on_commit(lambda: ring(model, ids))


def ring(model: type[LeasedWork], ids: Sequence[int]) -> int:
    """Send one message per row; returns how many went out. Without a queue they are rung for again later."""
    sent = []
    try:
        for pk in ids:
            current_app.send_task(model.TASK, args=[pk], retry=False)
            sent.append(pk)
    except OperationalError:
        log.warning("The queue does not answer; %s jobs are queued again later.", len(ids) - len(sent))
    model._default_manager.filter(pk__in=sent).update(queued_at=timezone.now())
    return len(sent)
