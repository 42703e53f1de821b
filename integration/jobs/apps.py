"""Work in the background: asked for once, done once, whatever happens to workers and queues."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """Work in the background: asked for once, done once, whatever happens to workers and queues."""

    name = "integration.jobs"
    label = "jobs"
    verbose_name = _("Background jobs")

    def ready(self) -> None:
        """Say who sees which jobs, and let the reconciler look after them."""
        from integration.jobs import grants, services
        from integration.jobs.models import Job
        from integration.jobs.reconciling import watch

        grants.declare()
        watch(Job, services.give_up)
