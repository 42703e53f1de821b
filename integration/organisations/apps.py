"""Groups, companies, sites and partners, and who may see what below them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    """Groups, companies, sites and partners, and who may see what below them."""

    name = "integration.organisations"
    label = "organisations"
    verbose_name = _("Organisations")
