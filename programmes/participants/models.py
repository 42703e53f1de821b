"""The people in the programmes, their language levels and residence documents."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from integration.organisations.scoping import ScopedManager
from integration.periods.checks import run_checks
from integration.periods.constraints import ends_after_start, filled, in_calendar, listed
from integration.periods.refusals import REQUIRED, Refused
from programmes.participants.enums import (
    BirthDatePrecision,
    Evidence,
    Gender,
    Level,
    ResidenceKind,
    WorkPermission,
)
from programmes.participants.merging.refusals import MERGED_AWAY
from programmes.participants.names import contact_form, found_form, search_form, sound_form

DERIVED = ("search_name", "found_words", "found_sounds", "found_contacts")
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

    def derive(self) -> None:
        """Set the forms by which people are sorted and found; saving does it by itself."""
        names = (self.family_name, self.given_name, self.original_script_name)
        self.search_name = search_form(*names[:2])
        self.found_words = found_form(*names)
        self.found_sounds = sound_form(*names)
        self.found_contacts = contact_form(self.email, self.phone)

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


class ResidenceDocument(models.Model):
    """A residence document, or what makes one unnecessary. Several may overlap."""

    code = models.CharField(_("code"), max_length=64, unique=True)
    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="residence_documents", verbose_name=_("participant")
    )
    kind = models.CharField(_("kind"), max_length=32, choices=ResidenceKind.choices)
    legal_section = models.CharField(_("legal section"), max_length=100, blank=True)
    issued_on = models.DateField(_("issued on"))
    printed_valid_to = models.DateField(_("printed validity"), null=True, blank=True)
    legal_valid_to = models.DateField(
        _("legal validity"), null=True, blank=True, help_text=_("Where law or an ordinance extends what is printed.")
    )
    work_permission = models.CharField(_("work permission"), max_length=16, choices=WorkPermission.choices)
    restriction = models.TextField(_("ancillary provision"), blank=True)

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["ResidenceDocument"]] = ScopedManager()

    class Meta:
        verbose_name = _("residence document")
        verbose_name_plural = _("residence documents")
        ordering = ["participant", "issued_on", "code"]
        indexes = [models.Index(fields=["participant", "issued_on"], name="residence_by_issue")]
        constraints = [
            ends_after_start(
                "issued_on",
                "printed_valid_to",
                name="residence_printed_after_issue",
                message=_("The printed validity ends before the document was issued."),
            ),
            ends_after_start(
                "issued_on",
                "legal_valid_to",
                name="residence_legal_after_issue",
                message=_("The legal validity ends before the document was issued."),
            ),
            listed(
                "residence_kind_known",
                _("Choose kind and work permission from the lists."),
                kind=ResidenceKind.values,
                work_permission=WorkPermission.values,
            ),
            in_calendar("issued_on", "printed_valid_to", "legal_valid_to", name="residence_in_calendar"),
            filled("code", name="residence_filled"),
        ]

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        """Only of people for whom no other record stands."""
        check_not_merged(self)


CHOSEN = {
    name: (name, "birth_date_precision") if name == "birth_date" else (name,)
    for name in (
        "family_name",
        "given_name",
        "original_script_name",
        "birth_date",
        "gender",
        "nationality",
        "email",
        "phone",
        "preferred_language",
    )
}
"""What of a person can be taken over when two records are merged: each name with the fields that go together."""


class Merge(models.Model):
    """Two records of one person became one.

    `moved` lists what was given over: table, reference and key of each row. `taken` names the fields whose values the
    surviving record took; the versions of its history before and after hold the values.
    """

    survivor = models.ForeignKey(Participant, models.PROTECT, related_name="merges", verbose_name=_("remaining record"))
    emptied = models.ForeignKey(Participant, models.PROTECT, related_name="+", verbose_name=_("merged record"))
    made_at = models.DateTimeField(_("merged at"), default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("merged by")
    )
    moved = models.JSONField(default=list, editable=False)
    taken = models.JSONField(default=list, editable=False)
    survivor_before = models.BigIntegerField(editable=False)
    survivor_after = models.BigIntegerField(editable=False)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("undone by")
    )

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["Merge"]] = ScopedManager()

    class Meta:
        verbose_name = _("merged record")
        verbose_name_plural = _("merged records")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(survivor=F("emptied")),
                name="merge_of_two",
                violation_error_message=_("Nobody can be merged with themselves."),
            ),
            models.UniqueConstraint(
                fields=["emptied"],
                condition=Q(undone_at=None),
                name="merge_once",
                violation_error_message=_("This record is merged already."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
