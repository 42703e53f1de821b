"""Targets, and figures published elsewhere."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommunityConfig(AppConfig):
    """Targets, and figures published elsewhere."""

    name = "programmes.community"
    label = "community"
    verbose_name = _("Goals and figures")

    def ready(self) -> None:
        """Declare who sees targets and figures."""
        from programmes.community import grants

        grants.declare()
