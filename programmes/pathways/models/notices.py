"""Notices to the authority that a training or another phase ended early."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from integration.organisations.scoping import ScopedManager
from integration.periods.constraints import in_calendar
from integration.periods.refusals import Refused
from programmes.pathways.models.journey import Enrolment, PhaseEntry
from programmes.pathways.refusals import PHASE_OF_ANOTHER


class AuthorityNotice(models.Model):
    """The authority was told that a phase ended early."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="notices", verbose_name=_("enrolment"))
    entry = models.OneToOneField(
        PhaseEntry,
        models.CASCADE,
        related_name="notice",
        verbose_name=_("phase"),
        error_messages={"unique": _("The authority was told of this already.")},
    )
    sent_on = models.DateField(_("sent on"))

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["AuthorityNotice"]] = ScopedManager()

    class Meta:
        verbose_name = _("notice to the authority")
        verbose_name_plural = _("notices to the authority")
        ordering = ["enrolment", "sent_on"]
        indexes = [
            models.Index(fields=["sent_on"], name="notice_by_day"),
        ]
        constraints = [in_calendar("sent_on", name="notice_in_calendar")]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def clean(self) -> None:
        """The phase is one of the enrolment."""
        if self.entry_id and self.enrolment_id and self.entry.enrolment_id != self.enrolment_id:
            raise Refused(PHASE_OF_ANOTHER)
