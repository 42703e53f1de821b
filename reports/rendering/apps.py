"""The monthly report as page, CSV and JSON."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RenderingConfig(AppConfig):
    """The monthly report as page, CSV and JSON."""

    name = "reports.rendering"
    label = "rendering"
    verbose_name = _("Report pages")
