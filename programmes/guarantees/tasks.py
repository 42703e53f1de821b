"""What the workers do after people have left. A second time finds nothing to do."""

from celery import shared_task

from programmes.guarantees import copies


@shared_task
def delete_copies() -> None:
    """Copies of residence documents of people who no longer work here."""
    copies.delete_copies_of_the_gone()
