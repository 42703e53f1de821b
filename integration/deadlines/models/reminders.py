"""Who is responsible for what falls due, how people wish to be reminded, and which reminders there were."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from integration.deadlines.enums import Occasion, Part, ReminderState, Rhythm, Withheld
from integration.deadlines.models.deadlines import Deadline
from integration.organisations.models import Organisation
from integration.organisations.scoping import ScopedManager
from integration.periods.constraints import ends_after_start, in_calendar, listed


class Responsibility(models.Model):
    """Who looks after what falls due at an organisation, and at those below it that name nobody."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="+", verbose_name=_("organisation"))
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="+",
        verbose_name=_("responsible"),
        help_text=_("A training manager of this organisation, or of one above it."),
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("deputy"),
        help_text=_("Is reminded while the responsible person is away, and when something has been overdue for long."),
    )

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["Responsibility"]] = ScopedManager()

    class Meta:
        verbose_name = _("responsibility")
        verbose_name_plural = _("responsibilities")
        ordering = ["organisation__code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("responsible")),
                name="responsibility_of_two",
                violation_error_message=_("Somebody else deputises."),
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def clean(self) -> None:
        """Both can see what falls due there."""
        from integration.deadlines.reminders.recipients import check_responsibility

        check_responsibility(self)


class ReminderWish(models.Model):
    """How somebody wishes to be reminded. Whoever wished nothing gets a letter a day, if there is something."""

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("owner"))
    rhythm = models.CharField(_("rhythm"), max_length=8, choices=Rhythm.choices, default=Rhythm.DAILY)
    away_from = models.DateField(_("away from"), null=True, blank=True)
    away_until = models.DateField(_("away until"), null=True, blank=True)

    objects: ClassVar[ScopedManager["ReminderWish"]] = ScopedManager()

    class Meta:
        verbose_name = _("wish about reminders")
        verbose_name_plural = _("wishes about reminders")
        ordering = ["pk"]
        constraints = [
            listed("wish_rhythm_known", rhythm=Rhythm.values),
            ends_after_start(
                "away_from", "away_until", name="wish_away_ends_after_start", message=_("The end is before the start.")
            ),
            in_calendar("away_from", "away_until", name="wish_in_calendar"),
            models.CheckConstraint(
                condition=Q(away_from__isnull=True, away_until__isnull=True)
                | Q(away_from__isnull=False, away_until__isnull=False),
                name="wish_away_from_and_until",
                violation_error_message=_("Enter both days, or none."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class ReminderLetter(models.Model):
    """An e-mail with reminders to one person: with one of them, or (`digest`) with all of a day or a week."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    written_on = models.DateField()
    digest = models.BooleanField()

    objects: ClassVar[ScopedManager["ReminderLetter"]] = ScopedManager()

    class Meta:
        verbose_name = _("letter with reminders")
        verbose_name_plural = _("letters with reminders")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "written_on"], condition=Q(digest=True), name="letter_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Reminder(models.Model):
    """Somebody is reminded of a deadline, once for each occasion.

    `number` says which of the occasion: so many days before the day, or after it. `part` is why it is this person.
    """

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="reminders")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    occasion = models.CharField(max_length=16, choices=Occasion.choices)
    number = models.BigIntegerField()
    part = models.CharField(max_length=16, choices=Part.choices)
    state = models.CharField(max_length=16, choices=ReminderState.choices, default=ReminderState.WAITING)
    withheld = models.CharField(max_length=16, choices=Withheld.choices, blank=True)
    planned_at = models.DateTimeField(default=timezone.now)
    letter = models.ForeignKey(ReminderLetter, models.PROTECT, null=True, related_name="reminders")

    objects: ClassVar[ScopedManager["Reminder"]] = ScopedManager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-planned_at", "-pk"]
        indexes = [
            models.Index(fields=["recipient"], condition=Q(state=ReminderState.WAITING), name="reminder_waiting"),
            models.Index(fields=["recipient", "-planned_at"], name="reminder_of_recipient"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["deadline", "recipient", "occasion", "number"], name="reminder_once"),
            listed("reminder_occasion_known", occasion=Occasion.values, part=Part.values),
            models.CheckConstraint(
                condition=Q(state=ReminderState.WAITING, withheld="", letter__isnull=True)
                | Q(state=ReminderState.WRITTEN, withheld="", letter__isnull=False)
                | (Q(state=ReminderState.WITHHELD) & ~Q(withheld="")),
                name="reminder_written_or_withheld",
                violation_error_message=_("A reminder is in a letter, or it says why it is not."),
            ),
            listed("reminder_reason_known", withheld=["", *Withheld.values]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
