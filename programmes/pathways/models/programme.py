"""Programmes as data: pathways of phases, and cohorts that walk them."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from integration.organisations.models import Organisation
from integration.organisations.scoping import ScopedManager
from integration.periods.checks import run_checks
from integration.periods.constraints import ends_after_start, filled, in_calendar, listed
from integration.periods.refusals import NOT_IN_LIST, Refused
from programmes.participants.enums import Level
from programmes.pathways import rules
from programmes.pathways.enums import EndReason, PhaseKind, Qualifier
from programmes.pathways.signals import changed_tracks

TRANSITION_WINDOW_DAYS = 183
TAKEOVER_TOLERANCE_DAYS = 7


class Programme(models.Model):
    """An employer's offer: a pathway of phases that cohorts go through."""

    code = models.CharField(_("code"), max_length=64, unique=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="programmes", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    target_group = models.CharField(_("target group"), max_length=300, blank=True)
    lead_partner = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="led_programmes",
        verbose_name=_("lead partner"),
    )
    transition_window_days = models.PositiveSmallIntegerField(
        _("transition window in days"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(3660)],
        help_text=_("A next phase that starts within so many days counts as a transition. Empty: 183."),
    )
    takeover_tolerance_days = models.PositiveSmallIntegerField(
        _("takeover tolerance in days"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(3660)],
        help_text=_("A job that starts within so many days after the training follows it. Empty: 7."),
    )
    success_reasons = models.CharField(
        _("reasons that count as success"),
        max_length=500,
        blank=True,
        help_text=_("Codes of end reasons, separated by |."),
    )
    active_from = models.DateField(_("offered from"), null=True, blank=True)
    active_to = models.DateField(_("offered until"), null=True, blank=True)

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["Programme"]] = ScopedManager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["code"]
        constraints = [
            ends_after_start(
                "active_from", "active_to", name="programme_ends_after_start", message=_("The end is before the start.")
            ),
            in_calendar("active_from", "active_to", name="programme_in_calendar"),
            filled("code", "name", name="programme_filled"),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.name}"

    def clean(self) -> None:
        """The reasons are a list of codes, which no field knows."""
        if not {code for code in self.success_reasons.split("|") if code} <= set(EndReason.values):
            raise Refused(NOT_IN_LIST)

    @property
    def success_set(self) -> frozenset[EndReason]:
        """The end reasons that count as success; empty if the programme defines none."""
        return frozenset(EndReason(code) for code in self.success_reasons.split("|") if code)


class Phase(models.Model):
    """A step of a programme's pathway, or something beside it (`parallel`)."""

    code = models.CharField(_("code"), max_length=64, unique=True)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="phases", verbose_name=_("programme"))
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("name"), max_length=300)
    kind = models.CharField(_("kind"), max_length=16, choices=PhaseKind.choices)
    duration_months = models.PositiveSmallIntegerField(
        _("duration in months"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(240)]
    )
    optional = models.BooleanField(_("optional"), default=False)
    parallel = models.BooleanField(
        _("parallel"), default=False, help_text=_("Runs beside another phase, such as a language course.")
    )
    sponsor_required = models.BooleanField(_("needs a sponsor"), default=False)
    contact_interval_days = models.PositiveSmallIntegerField(
        _("contact at least every … days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(3660)],
    )
    probation_months = models.PositiveSmallIntegerField(
        _("probation in months"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(24)]
    )
    minimum_level = models.CharField(_("language level required"), max_length=8, choices=Level.choices, blank=True)

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["Phase"]] = ScopedManager()

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ["programme", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "position"],
                name="phase_position_once",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("Another phase of this programme has this position."),
            ),
            listed("phase_kind_known", _("Choose one of the kinds of phase."), kind=PhaseKind.values),
            listed("phase_level_known", minimum_level=["", *Level.values]),
            filled("code", "name", name="phase_filled"),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.name}"

    def clean(self) -> None:
        """What spans rows is checked here, too."""
        rules.check_phase(self)
        run_checks(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Entries repeat whether the phase is parallel."""
        super().save(*args, **kwargs)
        others = self.entries.exclude(parallel=self.parallel)
        enrolments = list(others.order_by("enrolment").values_list("enrolment", flat=True).distinct())
        if enrolments:
            others.update(parallel=self.parallel)
            changed_tracks.send(Phase, enrolments=enrolments)


class Cohort(models.Model):
    """Those who start a programme together, such as "Herbst 2016"."""

    code = models.CharField(_("code"), max_length=64, unique=True)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="cohorts", verbose_name=_("programme"))
    label = models.CharField(_("label"), max_length=200)
    starts_from = models.DateField(_("starts from"), null=True, blank=True)
    starts_to = models.DateField(_("starts until"), null=True, blank=True)
    planned_places = models.PositiveIntegerField(_("planned places"), null=True, blank=True)
    planned_places_qualifier = models.CharField(
        _("planned places are meant"), max_length=16, choices=Qualifier.choices, blank=True
    )
    groups = models.PositiveIntegerField(
        _("groups"), null=True, blank=True, help_text=_("Where groups are counted and not persons.")
    )

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["Cohort"]] = ScopedManager()

    class Meta:
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        ordering = ["code"]
        constraints = [
            ends_after_start(
                "starts_from", "starts_to", name="cohort_ends_after_start", message=_("The end is before the start.")
            ),
            in_calendar("starts_from", "starts_to", name="cohort_in_calendar"),
            listed("cohort_qualifier_known", planned_places_qualifier=["", *Qualifier.values]),
            filled("code", "label", name="cohort_filled"),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.label}"

    def clean(self) -> None:
        """What spans rows is checked here, too."""
        rules.check_cohort(self)
        run_checks(self)
