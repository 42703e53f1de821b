"""What speaks for and against bringing two together: wishes, exclusions, and when a sponsor is away."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from integration.organisations.scoping import ScopedManager
from integration.periods.constraints import NoOverlap, ends_after_start, in_calendar, listed
from programmes.pathways.models import Enrolment
from programmes.sponsorships.enums import NEVER_TOGETHER, PreferenceKind, PreferenceReason
from programmes.sponsorships.models.support import Sponsor


class Preference(models.Model):
    """A sponsor and a person who are to come together if possible, or never."""

    sponsor = models.ForeignKey(Sponsor, models.CASCADE, related_name="preferences", verbose_name=_("sponsor"))
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="preferences", verbose_name=_("enrolment"))
    kind = models.CharField(_("kind"), max_length=16, choices=PreferenceKind.choices)
    reason = models.CharField(_("reason"), max_length=16, choices=PreferenceReason.choices)
    withdrawn = models.BooleanField(_("no longer holds"), default=False)

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["Preference"]] = ScopedManager()

    class Meta:
        verbose_name = _("wish or exclusion")
        verbose_name_plural = _("wishes and exclusions")
        ordering = ["enrolment", "sponsor"]
        indexes = [
            models.Index(fields=["kind"], name="preference_by_kind"),
            models.Index(fields=["withdrawn"], name="preference_by_withdrawal"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["sponsor", "enrolment"],
                name="preference_once",
                violation_error_message=_("For these two a wish or an exclusion is recorded already."),
            ),
            listed(
                "preference_codes_known",
                _("Choose kind and reason from the lists."),
                kind=PreferenceKind.values,
                reason=PreferenceReason.values,
            ),
            models.CheckConstraint(
                condition=Q(kind=PreferenceKind.EXCLUSION) | ~Q(reason__in=NEVER_TOGETHER),
                name="preference_reason_fits",
                violation_error_message=_("This is a reason for an exclusion, not for a wish."),
                violation_error_code="reason_of_exclusion",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Absence(models.Model):
    """From when to when a sponsor is away. Why is nobody's business here."""

    sponsor = models.ForeignKey(Sponsor, models.CASCADE, related_name="absences", verbose_name=_("sponsor"))
    started_on = models.DateField(_("away from"))
    ended_on = models.DateField(_("away until"), null=True, blank=True)

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["Absence"]] = ScopedManager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["sponsor", "started_on"]
        constraints = [
            ends_after_start(
                "started_on", "ended_on", name="absence_ends_after_start", message=_("The end is before the start.")
            ),
            in_calendar("started_on", "ended_on", name="absence_in_calendar"),
            NoOverlap(
                name="absence_one_at_a_time",
                same=("sponsor",),
                start="started_on",
                end="ended_on",
                violation_error_message=_("The sponsor is away on one of these days already."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
