"""What an audience may see of the figures."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisclosureConfig(AppConfig):
    """What an audience may see of the figures."""

    name = "reports.disclosure"
    label = "disclosure"
    verbose_name = _("Disclosure control")
