"""One person's way through a programme: enrolment, phases, pauses, transfers, exams."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from integration.organisations.models import Organisation
from integration.organisations.scoping import ScopedManager
from integration.periods.checks import run_checks
from integration.periods.constraints import NoOverlap, ends_after_start, filled, in_calendar, listed
from programmes.participants.models import Participant
from programmes.pathways import rules
from programmes.pathways.enums import EndReason, ExamKind, ExamResult, Outcome, PauseReason
from programmes.pathways.models.programme import Cohort, Phase
from programmes.pathways.refusals import ENROLLED_TWICE, OVERLAP


class Enrolment(models.Model):
    """A person in a cohort of a programme, at the organisation they were enrolled at."""

    code = models.CharField(_("code"), max_length=64, unique=True)
    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="enrolments", verbose_name=_("participant")
    )
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="enrolments", verbose_name=_("cohort"))
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="enrolments",
        verbose_name=_("enrolled at"),
        help_text=_("Where the person was enrolled; transfers change it from their day on."),
    )
    entered_on = models.DateField(_("entered on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_reason = models.CharField(_("end reason"), max_length=32, choices=EndReason.choices, blank=True)

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["Enrolment"]] = ScopedManager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["code"]
        indexes = [
            models.Index(fields=["end_reason"], name="enrolment_by_end_reason"),
        ]
        constraints = [
            ends_after_start(
                "entered_on",
                "ended_on",
                name="enrolment_ends_after_entry",
                message=_("The end of the enrolment is before its start."),
            ),
            in_calendar("entered_on", "ended_on", name="enrolment_in_calendar"),
            listed("enrolment_reason_known", _("Choose one of the end reasons."), end_reason=["", *EndReason.values]),
            filled("code", name="enrolment_filled"),
            NoOverlap(
                name="enrolment_once_in_cohort",
                same=("participant", "cohort"),
                start="entered_on",
                end="ended_on",
                violation_error_message=ENROLLED_TWICE.message,
                violation_error_code=ENROLLED_TWICE.code,
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        """What spans rows is checked here, too."""
        rules.check_enrolment(self)
        run_checks(self)


class Transfer(models.Model):
    """From `on` the enrolment belongs to another organisation."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="transfers", verbose_name=_("enrolment"))
    on = models.DateField(_("from"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="transfers", verbose_name=_("organisation")
    )

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["Transfer"]] = ScopedManager()

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        ordering = ["enrolment", "on"]
        indexes = [
            models.Index(fields=["on"], name="transfer_by_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "on"],
                name="transfer_once_a_day",
                violation_error_message=_("There is already a transfer of this enrolment on this day."),
            ),
            in_calendar("on", name="transfer_in_calendar"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def clean(self) -> None:
        """What spans rows is checked here, too."""
        rules.check_transfer(self)


class Affiliation(models.Model):
    """The days on which an enrolment belongs to one organisation, and where it came from and went.

    Derived from the enrolment and its transfers by `services.affiliations`; never edited. `previous` and `next`
    are empty where the enrolment begins and ends (or is open); `cohort` repeats the enrolment's, so that an index knows
    which cohorts have been where.
    """

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="affiliations")
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="affiliations")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    previous = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    next = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")

    objects: ClassVar[ScopedManager["Affiliation"]] = ScopedManager()

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ["enrolment", "started_on"]
        indexes = [
            models.Index(fields=["organisation", "started_on"], name="affiliation_by_start"),
            models.Index(fields=["organisation", "ended_on"], name="affiliation_by_end"),
            models.Index(fields=["cohort", "organisation"], name="affiliation_by_cohort"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "started_on"], name="affiliation_once_a_day"),
            ends_after_start("started_on", "ended_on", name="affiliation_ends_after_start", message=""),
            NoOverlap(name="affiliation_one_at_a_time", same=("enrolment",), start="started_on", end="ended_on"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class PhaseEntry(models.Model):
    """An enrolment in one of its programme's phases.

    `parallel` repeats the phase's, so that the database can hold that main-track entries never overlap.
    """

    code = models.CharField(_("code"), max_length=64, unique=True)
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="phase_entries", verbose_name=_("enrolment"))
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="entries", verbose_name=_("phase"))
    occupation = models.CharField(_("occupation"), max_length=300, blank=True)
    started_on = models.DateField(_("started on"))
    planned_end_on = models.DateField(_("planned end"), null=True, blank=True)
    probation_until = models.DateField(_("probation prolonged until"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=32, choices=Outcome.choices, blank=True)
    parallel = models.BooleanField(default=False, editable=False)

    history = HistoricalRecords(excluded_fields=["parallel"])
    objects: ClassVar[ScopedManager["PhaseEntry"]] = ScopedManager()

    class Meta:
        verbose_name = _("phase of a person")
        verbose_name_plural = _("phases of persons")
        ordering = ["enrolment", "started_on", "code"]
        indexes = [
            models.Index(fields=["started_on"], name="entry_by_first_day"),
            models.Index(fields=["planned_end_on"], name="entry_by_planned_end"),
            models.Index(fields=["enrolment", "started_on"], name="entry_by_start"),
            models.Index(fields=["phase", "ended_on"], name="entry_by_end"),
            models.Index(fields=["outcome"], name="entry_by_outcome"),
        ]
        constraints = [
            ends_after_start(
                "started_on",
                "ended_on",
                name="entry_ends_after_start",
                message=_("The end of the phase is before its start."),
            ),
            ends_after_start(
                "started_on",
                "planned_end_on",
                name="entry_planned_after_start",
                message=_("The planned end of the phase is before its start."),
            ),
            ends_after_start(
                "started_on",
                "probation_until",
                name="entry_probation_after_start",
                message=_("The probation ends before the start of the phase."),
            ),
            in_calendar("started_on", "planned_end_on", "ended_on", "probation_until", name="entry_in_calendar"),
            listed("entry_outcome_known", _("Choose one of the outcomes."), outcome=["", *Outcome.values]),
            filled("code", name="entry_filled"),
            NoOverlap(
                name="entry_one_main_phase_at_a_time",
                same=("enrolment",),
                start="started_on",
                end="ended_on",
                condition=Q(parallel=False),
                violation_error_message=OVERLAP.message,
                violation_error_code=OVERLAP.code,
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def derive(self) -> None:
        """Set what follows from the phase; saving does it by itself."""
        self.parallel = self.phase.parallel

    def clean(self) -> None:
        """Constraints look at what is derived."""
        if self.phase_id is not None:
            self.derive()
        rules.check_entry(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Derive, then save."""
        self.derive()
        super().save(*args, **kwargs)


class Pause(models.Model):
    """A time in which the enrolment rests. Pauses may overlap."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="pauses", verbose_name=_("enrolment"))
    started_on = models.DateField(_("started on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=32, choices=PauseReason.choices)

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["Pause"]] = ScopedManager()

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        ordering = ["enrolment", "started_on"]
        indexes = [
            models.Index(fields=["started_on"], name="pause_by_first_day"),
            models.Index(fields=["reason"], name="pause_by_reason"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "started_on"],
                name="pause_once_a_day",
                violation_error_message=_("A pause of this enrolment already starts on this day."),
            ),
            ends_after_start(
                "started_on",
                "ended_on",
                name="pause_ends_after_start",
                message=_("The end of the pause is before its start."),
            ),
            in_calendar("started_on", "ended_on", name="pause_in_calendar"),
            listed("pause_reason_known", _("Choose one of the reasons."), reason=PauseReason.values),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def clean(self) -> None:
        """What spans rows is checked here, too."""
        rules.check_pause(self)


class Exam(models.Model):
    """An exam, or the date for one while it has no result."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="exams", verbose_name=_("enrolment"))
    kind = models.CharField(_("kind"), max_length=16, choices=ExamKind.choices)
    attempt = models.PositiveSmallIntegerField(
        _("attempt"), default=1, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    held_on = models.DateField(_("held on"))
    result = models.CharField(_("result"), max_length=8, choices=ExamResult.choices, blank=True)

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["Exam"]] = ScopedManager()

    class Meta:
        verbose_name = _("exam")
        verbose_name_plural = _("exams")
        ordering = ["enrolment", "held_on", "kind", "attempt"]
        indexes = [
            models.Index(fields=["held_on"], name="exam_by_day"),
            models.Index(fields=["kind"], name="exam_by_kind"),
            models.Index(fields=["result"], name="exam_by_result"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "kind", "attempt"],
                name="exam_attempt_once",
                violation_error_message=_("This attempt of this exam is already recorded."),
            ),
            in_calendar("held_on", name="exam_in_calendar"),
            listed(
                "exam_kind_known",
                _("Choose kind and result from the lists."),
                kind=ExamKind.values,
                result=["", *ExamResult.values],
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def clean(self) -> None:
        """What spans rows is checked here, too."""
        rules.check_exam(self)
