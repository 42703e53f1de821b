"""What sponsors write about a contact, and what they agree for the time until the next."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from integration.organisations.scoping import ScopedManager
from integration.periods.constraints import in_calendar
from integration.sealed.fields import SealedTextField
from programmes.pathways.models import Enrolment
from programmes.sponsorships.models.support import Contact, Sponsor

LONGEST_NOTE = 2_000
LONGEST_STEP = 300


class ContactNote(models.Model):
    """What a sponsor wrote about a contact: for themselves, or shared with the training managers."""

    contact = models.OneToOneField(Contact, models.CASCADE, related_name="note", verbose_name=_("contact"))
    text = SealedTextField(_("note"), purpose="note of a contact", blank=True, max_length=LONGEST_NOTE)
    shared = models.BooleanField(_("shared with the training managers"), default=False)

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["ContactNote"]] = ScopedManager()

    class Meta:
        verbose_name = _("note of a contact")
        verbose_name_plural = _("notes of contacts")
        ordering = ["contact"]

    def __str__(self) -> str:
        return f"#{self.pk}"


class NextStep(models.Model):
    """What a sponsor and the person agreed to do, and by when."""

    sponsor = models.ForeignKey(Sponsor, models.PROTECT, related_name="next_steps", verbose_name=_("sponsor"))
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="next_steps", verbose_name=_("enrolment"))
    text = SealedTextField(_("what was agreed"), purpose="agreed next step", max_length=LONGEST_STEP)
    agreed_on = models.DateField(_("agreed on"))
    due_on = models.DateField(_("by"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    shared = models.BooleanField(_("shared with the training managers"), default=False)

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["NextStep"]] = ScopedManager()

    class Meta:
        verbose_name = _("agreed next step")
        verbose_name_plural = _("agreed next steps")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["enrolment", "sponsor", "due_on"], name="next_step_by_day")]
        constraints = [
            in_calendar("agreed_on", "due_on", "done_on", name="next_step_in_calendar"),
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("agreed_on")),
                name="next_step_due_later",
                violation_error_message=_("What is agreed is to be done today or later."),
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(done_on__gte=models.F("agreed_on")),
                name="next_step_done_later",
                violation_error_message=_("What is agreed is done on that day or later."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
