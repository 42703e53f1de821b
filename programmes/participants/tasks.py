"""What the workers do about people's records. The rows say what is to be done."""

from celery import shared_task

from programmes.participants.likeness.services import refresh


@shared_task
def find_duplicates() -> None:
    """Look at everybody again: enrolments and days have passed. A second time changes nothing."""
    refresh()
