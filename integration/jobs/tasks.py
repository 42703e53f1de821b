"""What the workers do when the doorbell rings. Ids only; the rows say what is to be done."""

from celery import Task, shared_task

from integration.jobs import reconciling, services


@shared_task(bind=True)
def run_job(self: Task, job_id: int) -> None:
    """Do a job, unless it is gone, done, or in somebody else's hands."""
    services.run(job_id, holder=self.request.id)


@shared_task
def reconcile() -> None:
    """Queue again what was lost, of every kind of work. A second time finds nothing."""
    reconciling.reconcile()


@shared_task
def delete_old_files() -> None:
    """Throw away files that were kept long enough. A second time finds none."""
    services.delete_old_files()
