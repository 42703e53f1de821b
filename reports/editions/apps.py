"""The monthly reports: built, stored, found again."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditionsConfig(AppConfig):
    """The monthly reports: built, stored, found again."""

    name = "reports.editions"
    label = "editions"
    verbose_name = _("Reports")
