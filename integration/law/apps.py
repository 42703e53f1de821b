"""What the law says in numbers, each with its source and the time for which it holds."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LawConfig(AppConfig):
    """What the law says in numbers, each with its source and the time for which it holds."""

    name = "integration.law"
    label = "law"
    verbose_name = _("Law")

    def ready(self) -> None:
        """Say who keeps them."""
        from integration.law import grants

        grants.declare()
