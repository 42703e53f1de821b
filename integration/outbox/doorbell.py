"""Tells the workers that e-mails wait. Who misses it loses nothing: every minute it is rung again."""

import logging
from collections.abc import Sequence

from celery import current_app
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)

DELIVER = "integration.outbox.tasks.deliver_message"
HEARD_WITHIN = 60
"""Seconds after which a ring that nobody heard is forgotten: the next one is under way."""


def ring(message_ids: Sequence[int]) -> int:
    """One ring for each e-mail; returns how many went out."""
    for number, message_id in enumerate(message_ids):
        try:
            current_app.send_task(DELIVER, args=[message_id], retry=False, expires=HEARD_WITHIN)
        except OperationalError:
            log.warning("The queue does not answer; %s e-mails are rung for again later.", len(message_ids) - number)
            return number
    return len(message_ids)
