"""Who accompanies whom, and their contacts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SponsorshipsConfig(AppConfig):
    """Who accompanies whom, and their contacts."""

    name = "programmes.sponsorships"
    label = "sponsorships"
    verbose_name = _("Sponsorships")
