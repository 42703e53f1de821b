"""One list of what falls due, kept true as the facts change."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeadlinesConfig(AppConfig):
    """One list of what falls due, kept true as the facts change."""

    name = "integration.deadlines"
    label = "deadlines"
    verbose_name = _("Deadlines")

    def ready(self) -> None:
        """Say who sees which deadlines, and which letters there are."""
        from integration.deadlines import grants
        from integration.deadlines.reminders import letters

        grants.declare()
        letters.declare()
