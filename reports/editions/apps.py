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
        """Open the one door for those who may read reports, have their building looked after, and tell what changes them.

        With the indicator about editions themselves the indicators are complete, and targets may be set on them.
        """
        from integration.accounts.roles import Role, Subject
        from integration.jobs.reconciling import watch
        from integration.organisations.access import belongs_to
        from integration.organisations.scoping import grant
        from programmes.pathways import effects as journey_effects
        from reports.editions import effects, restatements, services  # noqa: F401  (importing registers an indicator)
        from reports.editions.models import EditionWords, ReportCell, ReportEdition
        from reports.editions.rules import rows_for
        from reports.indicators import catalogue

        catalogue.offer_to_targets()
        watch(ReportEdition, services.give_up)
        belongs_to(Subject.REPORT_HR, ReportEdition, ReportCell, EditionWords)
        journey_effects.declare(effects.REPORTS)
        for role in Role:
            grant(ReportEdition, role, rows=partial(rows_for, role))
            grant(ReportCell, role, rows=partial(rows_for, role, path="edition__"))
            grant(EditionWords, role, rows=partial(rows_for, role, path="edition__"))
