"""Codes of deadlines."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeadlineState(models.TextChoices):
    """What became of a deadline."""

    OPEN = "open", _("open")
    SETTLED = "settled", _("settled")
    MOVED = "moved", _("moved to another day")
    WITHDRAWN = "withdrawn", _("no longer needed")


class Urgency(models.TextChoices):
    """How near a deadline is, by the steps of its kind."""

    OVERDUE = "overdue", _("Overdue")
    DUE = "due", _("Due")
    SOON = "soon", _("Soon")
    LATER = "later", _("Later")


class Band(models.TextChoices):
    """When a deadline is, as people plan their work."""

    OVERDUE = "overdue", _("Overdue")
    WEEK = "week", _("In the next seven days")
    MONTH = "month", _("In the next four weeks")
    LATER = "later", _("Later")


BAND_DAYS = {Band.WEEK: 7, Band.MONTH: 28}
"""How far the bands reach."""
