"""Recognition of foreign qualifications."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from integration.organisations.scoping import ScopedManager
from integration.periods.constraints import ends_after_start, in_calendar, listed
from programmes.participants.enums import Equivalence
from programmes.participants.models.people import Participant, check_not_merged


class Recognition(models.Model):
    """An application to have a foreign qualification recognised, and what was decided (BQFG).

    The authority has three months from the day on which it has all the documents.
    """

    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="recognitions", verbose_name=_("participant")
    )
    qualification = models.CharField(_("foreign qualification"), max_length=200)
    authority = models.CharField(
        _("recognition authority"), max_length=200, blank=True, help_text=_("For example IHK FOSA or a chamber.")
    )
    complete_on = models.DateField(
        _("documents complete on"), help_text=_("From this day on the authority's time to decide runs.")
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    result = models.CharField(_("equivalence"), max_length=16, choices=Equivalence.choices, blank=True)

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["Recognition"]] = ScopedManager()

    class Meta:
        verbose_name = _("recognition of a qualification")
        verbose_name_plural = _("recognition of qualifications")
        ordering = ["participant", "complete_on", "qualification"]
        indexes = [
            models.Index(fields=["complete_on"], name="recognition_by_day"),
            models.Index(fields=["result"], name="recognition_by_result"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "qualification", "complete_on"],
                name="recognition_once",
                violation_error_message=_("This application is already recorded."),
            ),
            models.CheckConstraint(
                condition=models.Q(decided_on__isnull=True, result="")
                | models.Q(decided_on__isnull=False) & ~models.Q(result=""),
                name="recognition_decided_with_result",
                violation_error_message=_("Enter both the day of the decision and its result, or neither."),
            ),
            ends_after_start(
                "complete_on",
                "decided_on",
                name="recognition_decided_after_complete",
                message=_("The decision is before the day on which the documents were complete."),
            ),
            listed("recognition_result_known", _("Choose a result from the list."), result=["", *Equivalence.values]),
            in_calendar("complete_on", "decided_on", name="recognition_in_calendar"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def clean(self) -> None:
        """Only of people for whom no other record stands."""
        check_not_merged(self)
