"""The admin site: the training managers' place of work."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkplaceConfig(AppConfig):
    """The admin site: the training managers' place of work."""

    name = "integration.admin"
    label = "workplace"
    verbose_name = _("Workplace")

    def ready(self) -> None:
        """Declare what newcomers are written, and let changes for many be done in the background."""
        from integration.admin import newcomers
        from integration.admin.many import doing

        newcomers.declare()
        doing.declare()
