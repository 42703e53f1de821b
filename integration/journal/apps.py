"""Who changed and who read what, and when."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JournalConfig(AppConfig):
    """Who changed and who read what, and when."""

    name = "integration.journal"
    label = "journal"
    verbose_name = _("Journal")

    def ready(self) -> None:
        """The read log is for those who watch over it; whose records they watch over, the apps above say."""
        from integration.accounts.roles import Subject
        from integration.journal.models import ReadEntry
        from integration.organisations.access import belongs_to

        belongs_to(Subject.READ_LOG, ReadEntry)
