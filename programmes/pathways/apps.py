"""Programmes, phases and cohorts, and each person's journey through them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PathwaysConfig(AppConfig):
    """Programmes, phases and cohorts, and each person's journey through them."""

    name = "programmes.pathways"
    label = "pathways"
    verbose_name = _("Programmes and journeys")
