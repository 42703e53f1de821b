"""Codes of guarantees and jobs (IMPORT.md)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GuaranteeScope(models.TextChoices):
    """Who owes the post."""

    EMPLOYER = "employer", _("The training employer")
    GROUP = "group", _("The whole group")


class Decision(models.TextChoices):
    """What was decided about a guarantee."""

    FULFILLED = "fulfilled", _("fulfilled")
    WAIVED = "waived", _("waived by the trainee")
    REFUSED_SUITABILITY = "refused_suitability", _("refused for lack of suitability")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Contract(models.TextChoices):
    """Kinds of employment contract."""

    PERMANENT = "permanent", _("permanent")
    FIXED_TERM = "fixed_term", _("fixed-term")
