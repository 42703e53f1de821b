"""What comes in and goes out: the import bundle and exports."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """What comes in and goes out: the import bundle and exports."""

    name = "programmes.exchange"
    label = "exchange"
    verbose_name = _("Import and export")

    def ready(self) -> None:
        """Say who sees which imports, and what of them is done in the background."""
        from programmes.exchange import grants, jobs

        grants.declare()
        jobs.declare()
