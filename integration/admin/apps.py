"""The admin site: the training managers' place of work."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkplaceConfig(AppConfig):
    """The admin site: the training managers' place of work."""

    name = "integration.admin"
    label = "workplace"
    verbose_name = _("Workplace")

    def ready(self) -> None:
        """Declare what newcomers are written and how changes for many are done and long lists written; views of lists are their owners' alone."""
        from django.db.models import Q

        from integration.admin import newcomers
        from integration.admin.exporting import background
        from integration.admin.many import doing
        from integration.admin.models import SavedView
        from integration.admin.navigation import AT_WORK_HERE
        from integration.organisations.scoping import grant

        newcomers.declare()
        doing.declare()
        background.declare()
        grant(SavedView, *AT_WORK_HERE, rows=lambda holding: Q(owner=holding.user))
