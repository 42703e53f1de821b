"""What the workers do about imports."""

from celery import shared_task

from programmes.exchange.services import uploads


@shared_task
def throw_away_old() -> None:
    """Throw away uploads that were kept long enough. A second time finds none."""
    uploads.throw_away_old()
