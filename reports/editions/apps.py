"""The monthly reports: built, stored, found again."""

from functools import partial

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditionsConfig(AppConfig):
    """The monthly reports: built, stored, found again."""

    name = "reports.editions"
    label = "editions"
    verbose_name = _("Reports")

    def ready(self) -> None:
        """Open the one door for those who may read reports."""
        from integration.organisations.scoping import grant
        from reports.editions.models import ReportCell, ReportEdition
        from reports.editions.rules import READING_ROLES, rows_for

        for role in READING_ROLES:
            grant(ReportEdition, role, rows=partial(rows_for, role))
            grant(ReportCell, role, rows=partial(rows_for, role, path="edition__"))
