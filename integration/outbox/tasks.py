"""What the workers do when the doorbell rings. Ids only; the rows say what is to be sent."""

from celery import shared_task

from integration.outbox import delivery, services

SECONDS = 120
"""Less than a lease lasts: a worker that hangs is stopped before another one takes over."""


@shared_task(soft_time_limit=SECONDS, time_limit=SECONDS + 10)
def deliver_message(message_id: int) -> None:
    """Send an e-mail, unless it is gone, sent, or in somebody else's hands."""
    delivery.deliver(message_id)


@shared_task
def sweep() -> None:
    """Ring for what is due. A second time rings for what is still due."""
    services.sweep()
