"""Codes of targets."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Operator(models.TextChoices):
    """How a figure is compared with a target; the two differ at equality."""

    AT_LEAST = ">=", _("at least")
    MORE_THAN = ">", _("more than")


class TargetState(models.TextChoices):
    """How a target stands on a day (INDICATORS.md, `target`)."""

    MET = "met", _("met")
    ON_TRACK = "on_track", _("on track")
    BEHIND = "behind", _("behind")
    NO_BASELINE = "no_baseline", _("no baseline")
    NO_VALUE = "no_value", _("no value")
