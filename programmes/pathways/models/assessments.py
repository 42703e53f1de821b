"""What the colleagues say after the first days of an internship."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from integration.organisations.scoping import ScopedManager
from integration.periods.constraints import in_calendar, listed
from integration.periods.refusals import Refused
from programmes.pathways.enums import Fit
from programmes.pathways.models.journey import Enrolment, PhaseEntry
from programmes.pathways.refusals import PHASE_OF_ANOTHER


class Assessment(models.Model):
    """The early assessment of an internship: whether person and work fit each other."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="assessments", verbose_name=_("enrolment"))
    entry = models.OneToOneField(
        PhaseEntry,
        models.CASCADE,
        related_name="assessment",
        verbose_name=_("phase"),
        error_messages={"unique": _("This internship has an early assessment already.")},
    )
    assessed_on = models.DateField(_("assessed on"))
    fit = models.CharField(_("assessment"), max_length=16, choices=Fit.choices)

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["Assessment"]] = ScopedManager()

    class Meta:
        verbose_name = _("early assessment")
        verbose_name_plural = _("early assessments")
        ordering = ["enrolment", "assessed_on"]
        indexes = [
            models.Index(fields=["assessed_on"], name="assessment_by_day"),
            models.Index(fields=["fit"], name="assessment_by_fit"),
        ]
        constraints = [
            listed("assessment_fit_known", fit=Fit.values),
            in_calendar("assessed_on", name="assessment_in_calendar"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def clean(self) -> None:
        """The phase is one of the enrolment."""
        if self.entry_id and self.enrolment_id and self.entry.enrolment_id != self.enrolment_id:
            raise Refused(PHASE_OF_ANOTHER)
