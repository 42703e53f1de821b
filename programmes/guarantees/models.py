"""What was promised to whom, what was decided, and the job that followed."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from integration.organisations.models import Organisation
from integration.organisations.scoping import ScopedManager
from integration.periods.constraints import NoOverlap, ends_after_start, in_calendar, listed
from programmes.guarantees import rules
from programmes.guarantees.enums import Contract, Decision, GuaranteeScope
from programmes.guarantees.refusals import GUARANTEE_OVERLAP
from programmes.pathways.models import Enrolment


class RetentionGuarantee(models.Model):
    """The promise of a permanent job after a passed training.

    `held_until` is the last day on which it holds: its end, or the day it was withdrawn if that is earlier.
    One that was withdrawn before it began, or without a date, never held: it is `void`.
    """

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="guarantees", verbose_name=_("enrolment"))
    given_on = models.DateField(_("given on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    scope = models.CharField(
        _("owed by"), max_length=16, choices=GuaranteeScope.choices, default=GuaranteeScope.EMPLOYER
    )
    decision = models.CharField(_("decision"), max_length=32, choices=Decision.choices, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    held_until = models.DateField(null=True, editable=False)
    void = models.BooleanField(default=False, editable=False)

    history = HistoricalRecords(excluded_fields=["held_until", "void"])
    objects: ClassVar[ScopedManager["RetentionGuarantee"]] = ScopedManager()

    class Meta:
        verbose_name = _("guarantee")
        verbose_name_plural = _("guarantees")
        ordering = ["enrolment", "given_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "given_on"],
                name="guarantee_once_a_day",
                violation_error_message=_("A guarantee was already given to this person on this day."),
            ),
            ends_after_start(
                "given_on",
                "ended_on",
                name="guarantee_ends_after_start",
                message=_("The guarantee ends before it was given."),
            ),
            in_calendar("given_on", "ended_on", "decided_on", name="guarantee_in_calendar"),
            listed(
                "guarantee_decision_known",
                _("Choose decision and scope from the lists."),
                decision=["", *Decision.values],
                scope=GuaranteeScope.values,
            ),
            NoOverlap(
                name="guarantee_one_at_a_time",
                same=("enrolment",),
                start="given_on",
                end="held_until",
                condition=Q(void=False),
                violation_error_message=GUARANTEE_OVERLAP.message,
                violation_error_code=GUARANTEE_OVERLAP.code,
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def derive(self) -> None:
        """Set what follows from the other fields; saving does it by itself."""
        withdrawn = self.decision == Decision.WITHDRAWN
        self.void = withdrawn and (self.decided_on is None or self.decided_on < self.given_on)
        ends = [day for day in (self.ended_on, self.decided_on if withdrawn else None) if day is not None]
        self.held_until = min(ends, default=None)

    def clean(self) -> None:
        """Constraints look at what is derived."""
        if self.given_on is not None:
            self.derive()
        rules.check_guarantee(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Derive, then save."""
        self.derive()
        super().save(*args, **kwargs)


class Employment(models.Model):
    """A job of somebody who is or was enrolled, at any organisation of the installation."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="employments", verbose_name=_("enrolment"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="employments", verbose_name=_("organisation")
    )
    started_on = models.DateField(_("started on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    contract = models.CharField(_("contract"), max_length=16, choices=Contract.choices)

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["Employment"]] = ScopedManager()

    class Meta:
        verbose_name = _("employment")
        verbose_name_plural = _("employments")
        ordering = ["enrolment", "started_on", "organisation"]
        indexes = [models.Index(fields=["enrolment", "started_on"], name="employment_by_start")]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "organisation", "started_on"],
                name="employment_once_a_day",
                violation_error_message=_("This employment is already recorded."),
            ),
            ends_after_start(
                "started_on",
                "ended_on",
                name="employment_ends_after_start",
                message=_("The end of the employment is before its start."),
            ),
            in_calendar("started_on", "ended_on", name="employment_in_calendar"),
            listed("employment_contract_known", _("Choose one of the kinds of contract."), contract=Contract.values),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def clean(self) -> None:
        """What spans rows is checked here, too."""
        rules.check_employment(self)
