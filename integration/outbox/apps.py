"""E-mails: a row for each, written with the change that it tells of, and sent exactly once."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    """E-mails: a row for each, written with the change that it tells of, and sent exactly once."""

    name = "integration.outbox"
    label = "outbox"
    verbose_name = _("E-mails")

    def ready(self) -> None:
        """Say who sees which e-mails, and what the checks of the house know of."""
        from integration.outbox import grants

        grants.declare()
