"""What was promised to whom, what was decided, and the job that followed."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from integration.organisations.models import Organisation
from integration.organisations.scoping import ScopedManager
from integration.periods.constraints import NoOverlap, ends_after_start, filled, in_calendar, listed
from integration.periods.refusals import END_BEFORE_START
from programmes.guarantees import rules
from programmes.guarantees.enums import Contract, Decision, GuaranteeScope
from programmes.guarantees.refusals import GUARANTEE_OVERLAP, SECOND_PERSON
from programmes.guarantees.retention.models import RetentionCheck
from programmes.pathways.models import Enrolment

__all__ = ["Employment", "PromiseText", "RetentionCheck", "RetentionGuarantee", "YouthRepresentation"]


class PromiseText(models.Model):
    """The words in which an organisation promises, in versions: a new one is for those who are promised from then on.

    What somebody was promised in stays as it was (`rules.check_wording`).
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="promise_texts", verbose_name=_("organisation")
    )
    version = models.PositiveSmallIntegerField(_("version"), validators=[MinValueValidator(1)])
    valid_from = models.DateField(_("used from"))
    text = models.TextField(_("text of the promise"))
    conditions = models.TextField(
        _("conditions"), blank=True, help_text=_("For example a passed final exam and suitability.")
    )

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["PromiseText"]] = ScopedManager()

    class Meta:
        verbose_name = _("text of guarantees")
        verbose_name_plural = _("texts of guarantees")
        ordering = ["organisation", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "version"],
                name="promise_version_once",
                violation_error_message=_("This organisation has a text of this version already."),
            ),
            filled("text", name="promise_filled"),
            in_calendar("valid_from", name="promise_in_calendar"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} v{self.version}"

    def clean(self) -> None:
        """What somebody was promised in stays as it was."""
        rules.check_wording(self)


class RetentionGuarantee(models.Model):
    """The promise of a permanent job after a passed training.

    Refusing somebody for lack of suitability takes two: who proposes it (`refusal_proposed_on`, `decided_by`) and somebody
    else who agrees (`seconded_by`); until then nothing is decided. `held_until` is the last day on which it holds: its end, or the day it was withdrawn if that is earlier.
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
    wording = models.ForeignKey(
        PromiseText, models.PROTECT, null=True, blank=True, related_name="guarantees", verbose_name=_("text")
    )
    refusal_proposed_on = models.DateField(_("refusal proposed for"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    seconded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("seconded by"),
    )
    bound_on = models.DateField(
        _("trainee agreed on"), null=True, blank=True, help_text=_("When the trainee bound themselves to stay.")
    )
    held_until = models.DateField(null=True, editable=False)
    void = models.BooleanField(default=False, editable=False)

    history = HistoricalRecords(excluded_fields=["held_until", "void"])
    objects: ClassVar[ScopedManager["RetentionGuarantee"]] = ScopedManager()

    class Meta:
        verbose_name = _("guarantee")
        verbose_name_plural = _("guarantees")
        ordering = ["enrolment", "given_on"]
        indexes = [
            models.Index(fields=["given_on"], name="guarantee_by_day"),
            models.Index(fields=["decision"], name="guarantee_by_decision"),
            models.Index(fields=["scope"], name="guarantee_by_scope"),
        ]
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
            in_calendar("refusal_proposed_on", "bound_on", name="guarantee_refusal_in_calendar"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(seconded_by=None) | ~Q(decided_by=F("seconded_by")),
                name="guarantee_seconded_by_another",
                violation_error_message=SECOND_PERSON.message,
                violation_error_code=SECOND_PERSON.code,
            ),
            models.CheckConstraint(
                condition=~Q(decision=Decision.REFUSED_SUITABILITY) | Q(decided_by=None) | Q(seconded_by__isnull=False),
                name="guarantee_refused_by_two",
                violation_error_message=SECOND_PERSON.message,
                violation_error_code=SECOND_PERSON.code,
            ),
            models.CheckConstraint(
                condition=Q(refusal_proposed_on=None) | Q(decided_by__isnull=False),
                name="guarantee_refusal_proposed_by_somebody",
                violation_error_message=_("Somebody proposes a refusal."),
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


class YouthRepresentation(models.Model):
    """The time in which a trainee is a member of the youth and trainee representation (§ 78a BetrVG).

    Whoever will not be kept on is told so in writing (`told_on`); without it, the trainee may ask for a permanent job.
    """

    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="representations", verbose_name=_("enrolment")
    )
    started_on = models.DateField(_("member since"))
    ended_on = models.DateField(_("member until"), null=True, blank=True)
    told_on = models.DateField(
        _("told in writing on"), null=True, blank=True, help_text=_("That there will be no job after the training.")
    )

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["YouthRepresentation"]] = ScopedManager()

    class Meta:
        verbose_name = _("youth representative")
        verbose_name_plural = _("youth representatives")
        ordering = ["enrolment", "started_on"]
        constraints = [
            ends_after_start(
                "started_on", "ended_on", name="representation_ends_after_start", message=END_BEFORE_START.message
            ),
            in_calendar("started_on", "ended_on", "told_on", name="representation_in_calendar"),
            NoOverlap(
                name="representation_one_at_a_time",
                same=("enrolment",),
                start="started_on",
                end="ended_on",
                violation_error_message=_("The trainee is a member on one of these days already."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


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
        indexes = [
            models.Index(fields=["enrolment", "started_on"], name="employment_by_start"),
            models.Index(fields=["started_on"], name="employment_by_first_day"),
            models.Index(fields=["contract"], name="employment_by_contract"),
        ]
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
