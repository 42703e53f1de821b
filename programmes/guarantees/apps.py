"""What was promised, what was decided, and the job that followed."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuaranteesConfig(AppConfig):
    """What was promised, what was decided, and the job that followed."""

    name = "programmes.guarantees"
    label = "guarantees"
    verbose_name = _("Guarantees")
