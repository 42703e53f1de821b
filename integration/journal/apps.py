"""Who changed what, and when."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JournalConfig(AppConfig):
    """Who changed what, and when."""

    name = "integration.journal"
    label = "journal"
    verbose_name = _("Journal")
