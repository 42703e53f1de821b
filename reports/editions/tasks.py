"""What the workers do when the doorbell rings. Ids only; the rows say what is to be done."""

from celery import Task, shared_task
from django.utils import timezone

from reports.editions import services
from reports.editions.queries import months_due


@shared_task(bind=True)
def build_edition(self: Task, edition_id: int) -> None:
    """Build an edition, unless it is gone, done, or in somebody else's hands."""
    services.build(edition_id, holder=self.request.id)


@shared_task
def schedule_month() -> None:
    """Write and queue the reports of last month and of months missed, and close what is due. A second time finds nothing."""
    today = timezone.localdate()
    for month in months_due(today):
        for audience in services.SCHEDULED:
            services.ensure_editions(month, audience=audience, scheduled=True)
    services.close_due(today)
