"""What the workers do about journeys. The rows say what is to be done."""

from celery import shared_task

from programmes.pathways.services import progress


@shared_task
def let_papers_count() -> None:
    """Documents and certificates whose day has come. A second time changes nothing."""
    progress.let_papers_count()
