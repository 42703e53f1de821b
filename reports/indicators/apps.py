"""The figures of the monthly report: definition and query side by side."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    """The figures of the monthly report: definition and query side by side."""

    name = "reports.indicators"
    label = "indicators"
    verbose_name = _("Indicators")

    def ready(self) -> None:
        """Register every indicator."""
        from reports.indicators import catalogue  # noqa: F401  (importing registers)
