"""Tells the workers that editions wait. Who misses it loses nothing: the reconciler rings again."""

import logging
from collections.abc import Sequence

from celery import current_app
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from reports.editions.models import ReportEdition

log = logging.getLogger(__name__)

BUILD = "reports.editions.tasks.build_edition"


def ring_after_commit(edition_ids: Sequence[int]) -> None:
    """Ring once what is to be built can be seen by others."""
    transaction.on_commit(lambda: ring(edition_ids))


def ring(edition_ids: Sequence[int]) -> int:
    """Send one message per edition; returns how many went out. Without a queue they are rung for again later."""
    sent = []
    try:
        for edition_id in edition_ids:
            current_app.send_task(BUILD, args=[edition_id], retry=False)
            sent.append(edition_id)
    except OperationalError:
        log.warning("The queue does not answer; %s editions are queued again later.", len(edition_ids) - len(sent))
    ReportEdition.objects.filter(pk__in=sent).update(queued_at=timezone.now())
    return len(sent)
