"""Groups, companies, sites and partners, and who may see what below them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    """Groups, companies, sites and partners, and who may see what below them."""

    name = "integration.organisations"
    label = "organisations"
    verbose_name = _("Organisations")

    def ready(self) -> None:
        """Say who sees which organisations, accounts and roles, and what follows from a change to the tree."""
        from django.db.models.signals import post_delete, post_save

        from integration.organisations import grants, models, receivers, refusals
        from integration.periods.refusals import name_constraints

        grants.declare()
        name_constraints(refusals.BY_CONSTRAINT)
        post_save.connect(receivers.tree_changed, sender=models.Organisation)
        post_delete.connect(receivers.tree_changed, sender=models.Organisation)
