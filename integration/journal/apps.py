"""Who changed and who read what, and when."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JournalConfig(AppConfig):
    """Who changed and who read what, and when."""

    name = "integration.journal"
    label = "journal"
    verbose_name = _("Journal")

    def ready(self) -> None:
        """Both logs are for those who watch over them; whose records were read, the apps above know."""
        from integration.accounts.roles import Role, Subject
        from integration.journal.models import ExportEntry, ReadEntry
        from integration.journal.queries import exported_here
        from integration.organisations.access import belongs_to
        from integration.organisations.scoping import grant

        belongs_to(Subject.READ_LOG, ReadEntry, ExportEntry)
        grant(ExportEntry, Role.DATA_PROTECTION, rows=exported_here)
