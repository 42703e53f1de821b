"""Who accompanies whom, from when to when, and their contacts."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from integration.organisations.models import Organisation
from integration.organisations.scoping import ScopedManager
from integration.periods.constraints import ends_after_start, filled, in_calendar, listed
from integration.periods.refusals import REQUIRED
from programmes.participants.names import found_form, search_form
from programmes.pathways.models import Enrolment
from programmes.sponsorships import rules
from programmes.sponsorships.enums import Channel, SupportRole

DERIVED = ("search_name", "found_words")
"""What follows from a sponsor's other fields."""


class Sponsor(models.Model):
    """Somebody who accompanies people beside their own job."""

    code = models.CharField(_("code"), max_length=64, unique=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="sponsors", verbose_name=_("organisation")
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sponsor",
        verbose_name=_("account"),
    )
    given_name = models.CharField(_("given name"), max_length=200)
    family_name = models.CharField(_("family name"), max_length=200)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    trained_on = models.DateField(_("trained on"), null=True, blank=True)
    capacity = models.PositiveSmallIntegerField(
        _("accompanies at most"), null=True, blank=True, validators=[MaxValueValidator(1000)]
    )
    volunteer = models.BooleanField(_("volunteer"), default=False, help_text=_("Not an employee."))
    occupation = models.CharField(_("occupation or department"), max_length=300, blank=True, default="")
    languages = models.CharField(
        _("languages spoken"), max_length=300, blank=True, default="", help_text=_("Separated by commas.")
    )
    search_name = models.CharField(max_length=800, blank=True, default="", editable=False, db_index=True)
    found_words = models.TextField(blank=True, default="", editable=False)

    history = HistoricalRecords(excluded_fields=[*DERIVED])
    objects: ClassVar[ScopedManager["Sponsor"]] = ScopedManager()

    class Meta:
        verbose_name = _("sponsor")
        verbose_name_plural = _("sponsors")
        ordering = ["code"]
        indexes = [
            models.Index(fields=["volunteer"], name="sponsor_by_volunteer"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(given_name="") & ~Q(family_name=""),
                name="sponsor_has_names",
                violation_error_message=_("Enter given name and family name."),
                violation_error_code=REQUIRED.code,
            ),
            in_calendar("trained_on", name="sponsor_in_calendar"),
            filled("code", name="sponsor_filled"),
        ]

    def __str__(self) -> str:
        return self.code

    def derive(self) -> None:
        """Set the forms of the name by which sponsors are sorted and found; saving does it by itself."""
        self.search_name = search_form(self.family_name, self.given_name)
        self.found_words = found_form(self.family_name, self.given_name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Derive, then save."""
        self.derive()
        super().save(*args, **kwargs)


class Invitation(models.Model):
    """A sponsor was asked, by e-mail, to sign in. Only the newest one holds, and only once.

    Whether the address has an account already, nobody learns from it but whoever reads the mail.
    """

    sponsor = models.ForeignKey(Sponsor, models.CASCADE, related_name="invitations", verbose_name=_("sponsor"))
    email = models.EmailField(_("e-mail address"), max_length=254)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("invited by")
    )
    invited_at = models.DateTimeField(_("invited at"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"), editable=False)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True, editable=False)

    objects: ClassVar[ScopedManager["Invitation"]] = ScopedManager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["invited_by", "invited_at"], name="invitation_by_time")]
        constraints = [
            filled("email", name="invitation_filled"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("invited_at")),
                name="invitation_expires_later",
                violation_error_message=_("An invitation is valid for some time."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(accepted_at__gte=models.F("invited_at")),
                name="invitation_accepted_later",
                violation_error_message=_("An invitation is accepted after it was sent."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Sponsorship(models.Model):
    """A sponsor accompanies an enrolment."""

    sponsor = models.ForeignKey(Sponsor, models.PROTECT, related_name="sponsorships", verbose_name=_("sponsor"))
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="sponsorships", verbose_name=_("enrolment"))
    started_on = models.DateField(_("started on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    role = models.CharField(_("role"), max_length=32, choices=SupportRole.choices)
    end_reason = models.CharField(_("end reason"), max_length=300, blank=True)

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["Sponsorship"]] = ScopedManager()

    class Meta:
        verbose_name = _("sponsorship")
        verbose_name_plural = _("sponsorships")
        ordering = ["enrolment", "started_on", "sponsor"]
        indexes = [
            models.Index(fields=["enrolment", "started_on"], name="sponsorship_by_start"),
            models.Index(fields=["started_on"], name="sponsorship_by_first_day"),
            models.Index(fields=["role"], name="sponsorship_by_role"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["sponsor", "enrolment", "started_on"],
                name="sponsorship_once_a_day",
                violation_error_message=_("This sponsorship is already recorded."),
            ),
            ends_after_start(
                "started_on",
                "ended_on",
                name="sponsorship_ends_after_start",
                message=_("The end of the sponsorship is before its start."),
            ),
            in_calendar("started_on", "ended_on", name="sponsorship_in_calendar"),
            listed("sponsorship_role_known", _("Choose one of the roles."), role=SupportRole.values),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def clean(self) -> None:
        """What spans rows is checked here, too."""
        rules.check_sponsorship(self)


class Contact(models.Model):
    """A contact, or an attempt: without `reached` it did not reach the person.

    `sent_as` is the key under which the portal sent it, so that what is sent again is not noted again.
    """

    sponsor = models.ForeignKey(Sponsor, models.PROTECT, related_name="contacts", verbose_name=_("sponsor"))
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="contacts", verbose_name=_("enrolment"))
    held_on = models.DateField(_("on"))
    channel = models.CharField(_("channel"), max_length=16, choices=Channel.choices)
    reached = models.BooleanField(_("reached"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), null=True, blank=True, validators=[MaxValueValidator(1440)]
    )
    sent_as = models.UUIDField(null=True, blank=True, editable=False)

    history = HistoricalRecords(excluded_fields=["sent_as"])
    objects: ClassVar[ScopedManager["Contact"]] = ScopedManager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["enrolment", "held_on", "channel"]
        indexes = [
            models.Index(fields=["enrolment", "sponsor", "held_on"], name="contact_by_day"),
            models.Index(fields=["held_on"], name="contact_by_its_day"),
            models.Index(fields=["channel"], name="contact_by_channel"),
            models.Index(fields=["reached"], name="contact_by_reached"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["sponsor", "enrolment", "held_on", "channel"],
                name="contact_once_a_day",
                violation_error_message=_("This contact is already recorded."),
            ),
            models.UniqueConstraint(
                fields=["sponsor", "sent_as"],
                name="contact_sent_once",
                violation_error_message=_("This contact is already recorded."),
            ),
            in_calendar("held_on", name="contact_in_calendar"),
            listed("contact_channel_known", _("Choose one of the channels."), channel=Channel.values),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def clean(self) -> None:
        """What spans rows is checked here, too."""
        rules.check_contact(self)
