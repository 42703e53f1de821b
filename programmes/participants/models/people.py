"""The people in the programmes, and their language levels."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from integration.organisations.scoping import ScopedManager
from integration.periods.checks import run_checks
from integration.periods.constraints import filled, in_calendar, listed
from integration.periods.refusals import REQUIRED, Refused
from programmes.participants.enums import (
    BirthDatePrecision,
    Evidence,
    Gender,
    Level,
)
from programmes.participants.languages import in_words
from programmes.participants.merging.refusals import MERGED_AWAY
from programmes.participants.names import (
    alike_form,
    contact_form,
    digits_of,
    found_form,
    search_form,
    sound_form,
)

DERIVED = (
    "search_name",
    "found_words",
    "found_sounds",
    "found_contacts",
    "alike_name",
    "alike_script",
    "alike_phone",
)
"""What follows from a person's other fields."""


def check_not_merged(row: Any) -> None:
    """What belongs to a person belongs to the record that stands for them."""
    if row.participant_id is not None and row.participant.merged_into_id is not None:
        raise Refused(MERGED_AWAY)


class Participant(models.Model):
    """A person. Everything that happens to them hangs on their enrolments; `enrolled` says that there is any.

    A record that was merged with another (`merged_into`) keeps nothing but its code, its facts and its history.
    """

    code = models.CharField(_("code"), max_length=64, unique=True)
    given_name = models.CharField(_("given name"), max_length=200, blank=True)
    family_name = models.CharField(_("family name"), max_length=200, blank=True)
    original_script_name = models.CharField(
        _("name in its own script"),
        max_length=400,
        blank=True,
        help_text=_("For example in Arabic or Cyrillic letters."),
    )
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    birth_date_precision = models.CharField(
        _("precision of the date of birth"), max_length=8, choices=BirthDatePrecision.choices, blank=True
    )
    gender = models.CharField(_("gender"), max_length=8, choices=Gender.choices, blank=True)
    nationality = models.CharField(
        _("nationality"), max_length=3, blank=True, help_text=_("Three letters (ISO 3166), XXA for stateless.")
    )
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    phone = models.CharField(_("telephone"), max_length=64, blank=True)
    preferred_language = models.CharField(_("preferred language"), max_length=64, blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_people",
        verbose_name=_("merged into"),
    )
    search_name = models.CharField(max_length=800, blank=True, editable=False, db_index=True)
    found_words = models.TextField(blank=True, default="", editable=False)
    found_sounds = models.TextField(blank=True, default="", editable=False)
    found_contacts = models.TextField(blank=True, default="", editable=False)
    alike_name = models.CharField(max_length=800, blank=True, default="", editable=False)
    alike_script = models.CharField(max_length=800, blank=True, default="", editable=False)
    alike_phone = models.CharField(max_length=64, blank=True, default="", editable=False)
    # Kept by whoever knows about enrolments.
    enrolled = models.BooleanField(default=False, editable=False)

    history = HistoricalRecords(excluded_fields=[*DERIVED, "enrolled"])
    objects: ClassVar[ScopedManager["Participant"]] = ScopedManager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["search_name", "code"]
        indexes = [
            models.Index(fields=["search_name", "code"], name="participant_by_name"),
            models.Index(fields=["id"], condition=Q(enrolled=False), name="participant_not_enrolled"),
            models.Index(fields=["alike_name", "birth_date"], name="participant_alike_name"),
            models.Index(fields=["alike_script"], condition=~Q(alike_script=""), name="participant_alike_script"),
            models.Index(fields=["alike_phone"], condition=~Q(alike_phone=""), name="participant_alike_phone"),
            models.Index(Lower("email"), condition=~Q(email=""), name="participant_alike_email"),
            models.Index(fields=["gender"], name="participant_by_gender"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(given_name="") | ~Q(family_name=""),
                name="participant_has_a_name",
                violation_error_message=_("Enter a given name or a family name."),
                violation_error_code=REQUIRED.code,
            ),
            in_calendar("birth_date", name="participant_in_calendar"),
            listed(
                "participant_choices_known",
                gender=["", *Gender.values],
                birth_date_precision=["", *BirthDatePrecision.values],
            ),
            filled("code", name="participant_filled"),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="participant_not_merged_into_itself",
                violation_error_message=_("Nobody can be merged with themselves."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        """What spans rows is checked here, too."""
        run_checks(self)

    @property
    def languages(self) -> str:
        """What they prefer to speak, by name where a code is recorded."""
        return in_words(self.preferred_language)

    def derive(self) -> None:
        """Set the forms by which people are sorted and found; saving does it by itself."""
        names = (self.family_name, self.given_name, self.original_script_name)
        self.search_name = search_form(*names[:2])
        self.found_words = found_form(*names)
        self.found_sounds = sound_form(*names)
        self.found_contacts = contact_form(self.email, self.phone)
        self.alike_name = alike_form(*names[:2])
        self.alike_script = alike_form(self.original_script_name)
        self.alike_phone = digits_of(self.phone)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Derive, then save."""
        self.derive()
        super().save(*args, **kwargs)


class LanguageLevel(models.Model):
    """A level somebody was found to have, with its evidence."""

    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="language_levels", verbose_name=_("participant")
    )
    assessed_on = models.DateField(_("assessed on"))
    level = models.CharField(_("level"), max_length=8, choices=Level.choices)
    evidence = models.CharField(_("evidence"), max_length=16, choices=Evidence.choices)
    skill = models.CharField(
        _("skill"), max_length=64, blank=True, help_text=_("For example listening; empty for the level as a whole.")
    )

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["LanguageLevel"]] = ScopedManager()

    class Meta:
        verbose_name = _("language level")
        verbose_name_plural = _("language levels")
        ordering = ["participant", "assessed_on", "evidence", "skill"]
        indexes = [
            models.Index(fields=["assessed_on"], name="level_by_day"),
            models.Index(fields=["level"], name="level_by_level"),
            models.Index(fields=["evidence"], name="level_by_evidence"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "assessed_on", "evidence", "skill"],
                name="language_level_once",
                violation_error_message=_("This level is already recorded for this day, evidence and skill."),
            ),
            listed(
                "language_level_known",
                _("Choose a level and its evidence from the lists."),
                level=Level.values,
                evidence=Evidence.values,
            ),
            in_calendar("assessed_on", name="language_level_in_calendar"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def clean(self) -> None:
        """Only of people for whom no other record stands."""
        check_not_merged(self)
