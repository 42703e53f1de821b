"""Codes of organisations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """What stands where in the tree."""

    GROUP = "group", _("Group")
    COMPANY = "company", _("Company")
    SITE = "site", _("Site")
    PARTNER = "partner", _("Partner organisation")


class LegalForm(models.TextChoices):
    """Decides among others which subsidies there are."""

    PRIVATE = "private", _("private")
    PUBLIC = "public", _("public")
