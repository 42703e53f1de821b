"""That somebody asked, and the job goes on."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from integration.organisations.scoping import ScopedManager
from integration.periods.constraints import in_calendar, listed
from integration.periods.refusals import Refused
from programmes.guarantees.refusals import JOB_OF_ANOTHER
from programmes.pathways.models import Enrolment


class Mark(models.IntegerChoices):
    """Months after the first day of a job at which retention is counted (INDICATORS.md, "retention_6", "_12", "_24")."""

    HALF_A_YEAR = 6, _("6 months")
    A_YEAR = 12, _("12 months")
    TWO_YEARS = 24, _("24 months")


class RetentionCheck(models.Model):
    """Somebody made sure that a job went on at a mark. That it ended is recorded with the job itself."""

    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="retention_checks", verbose_name=_("enrolment")
    )
    employment = models.ForeignKey(
        "guarantees.Employment", models.CASCADE, related_name="retention_checks", verbose_name=_("employment")
    )
    months = models.PositiveSmallIntegerField(_("after"), choices=Mark.choices)
    checked_on = models.DateField(_("checked on"))

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["RetentionCheck"]] = ScopedManager()

    class Meta:
        verbose_name = _("check of a job")
        verbose_name_plural = _("checks of jobs")
        ordering = ["enrolment", "months"]
        indexes = [
            models.Index(fields=["checked_on"], name="check_by_day"),
            models.Index(fields=["months"], name="check_by_mark"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["employment", "months"],
                name="retention_check_once",
                violation_error_message=_("This was checked already."),
            ),
            listed("retention_check_months_known", months=Mark.values),
            in_calendar("checked_on", name="retention_check_in_calendar"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def clean(self) -> None:
        """The job is one of the enrolment's."""
        if self.employment_id and self.enrolment_id and self.employment.enrolment_id != self.enrolment_id:
            raise Refused(JOB_OF_ANOTHER)
