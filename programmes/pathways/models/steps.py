"""The steps of journeys as they were made on screen, each with what it changed, so that it can be undone as a whole."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from integration.organisations.scoping import ScopedManager
from programmes.pathways.enums import Verb
from programmes.pathways.models.journey import Enrolment


class JourneyStep(models.Model):
    """One step of an enrolment.

    `changes` lists the rows in the order they were written: table, key, and the values before and after (nothing before
    where the row was new). Keys, codes and days only, never names or free text.
    """

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="steps", verbose_name=_("enrolment"))
    verb = models.CharField(_("step"), max_length=32, choices=Verb.choices)
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("made by")
    )
    changes = models.JSONField(_("changes"), default=list, editable=False)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("undone by")
    )

    objects: ClassVar[ScopedManager["JourneyStep"]] = ScopedManager()

    class Meta:
        verbose_name = _("step of a journey")
        verbose_name_plural = _("steps of journeys")
        ordering = ["enrolment", "pk"]

    def __str__(self) -> str:
        return f"{self.verb} #{self.pk}"
