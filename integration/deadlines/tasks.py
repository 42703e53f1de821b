"""What the workers do about deadlines. A second time changes nothing."""

from celery import shared_task

from integration.deadlines import services
from integration.deadlines.reminders import services as reminders


@shared_task
def refresh_everything() -> None:
    """Look at all deadlines again: a new day makes some due, and what was missed is caught up."""
    services.refresh()


@shared_task
def refresh_kinds(codes: list[str]) -> None:
    """Look at everybody's deadlines of these kinds again."""
    services.refresh(codes)


@shared_task
def remind() -> None:
    """Note which reminders are due, and write the letters. What was missed is caught up; nothing is written twice."""
    reminders.plan()
    reminders.write_letters()
