"""Roles as data: who may do what with which kind of record (the matrix of access).

A role is held for an organisation and reaches everything below it. The matrix is shown to data protection
officers as a page and is the input of the access tests.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is for an organisation; a person can be several."""

    ADMINISTRATOR = "administrator", _("Administrator")
    TRAINING_MANAGER = "training_manager", _("Training manager")
    SPONSOR = "sponsor", _("Sponsor")
    MANAGEMENT = "management", _("Management")
    DATA_PROTECTION = "data_protection", _("Data protection officer")
