"""Codes about persons, their languages and documents (IMPORT.md, "Choices")."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BirthDatePrecision(models.TextChoices):
    """How much of the birth date is known; the rest is assumed."""

    DAY = "day", _("Day")
    MONTH = "month", _("Month")
    YEAR = "year", _("Year")


class Gender(models.TextChoices):
    """As in the civil register (PStG § 22); empty means not asked."""

    FEMALE = "female", _("female")
    MALE = "male", _("male")
    DIVERSE = "diverse", _("diverse")
    NONE = "none", _("no entry")


class Level(models.TextChoices):
    """Levels of the Common European Framework, from below A1 to C2."""

    BELOW_A1 = "below_a1", _("below A1")
    A1 = "a1", "A1"
    A2 = "a2", "A2"
    B1 = "b1", "B1"
    B2 = "b2", "B2"
    C1 = "c1", "C1"
    C2 = "c2", "C2"

    @property
    def rank(self) -> int:
        """0 for below A1 up to 6 for C2."""
        return list(type(self)).index(self)


class Evidence(models.TextChoices):
    """Where a level comes from; only certificates certify."""

    CERTIFICATE = "certificate", _("Certificate")
    PLACEMENT_TEST = "placement_test", _("Placement test")
    TEACHER_ESTIMATE = "teacher_estimate", _("Teacher's estimate")
    SELF_ESTIMATE = "self_estimate", _("Own estimate")


class Equivalence(models.TextChoices):
    """What came of having a foreign qualification recognised (§ 4 BQFG); empty while it is not decided."""

    FULL = "full", _("fully equivalent")
    PARTIAL = "partial", _("partly equivalent")
    NONE = "none", _("not equivalent")


class ResidenceKind(models.TextChoices):
    """Kinds of residence documents and what stands in for one."""

    ASYLUM_PERMISSION = "asylum_permission", _("Permission to stay for the asylum procedure")
    TOLERATION = "toleration", _("Toleration")
    TRAINING_TOLERATION = "training_toleration", _("Toleration for training (§ 60c)")
    EMPLOYMENT_TOLERATION = "employment_toleration", _("Toleration for employment (§ 60d)")
    RESIDENCE_PERMIT = "residence_permit", _("Residence permit")
    TEMPORARY_PROTECTION = "temporary_protection", _("Temporary protection (§ 24)")
    SETTLEMENT_PERMIT = "settlement_permit", _("Settlement permit")
    PROVISIONAL_EFFECT = "provisional_effect", _("Certificate of provisional effect")
    EU_FREE_MOVEMENT = "eu_free_movement", _("Freedom of movement (EU)")
    GERMAN = "german", _("German nationality")


LEGAL_SECTIONS = (
    *("§ 16g", "§ 18a", "§ 18b", "§ 19c", "§ 19d", "§ 22", "§ 23", "§ 24", "§ 25 Abs. 1", "§ 25 Abs. 2", "§ 25 Abs. 3"),
    *("§ 25 Abs. 5", "§ 25a", "§ 25b", "§ 26", "§ 28", "§ 55", "§ 60a", "§ 60c", "§ 60d", "§ 81", "§ 104c"),
)
"""Of the AufenthG and the AsylG, as lists are narrowed by them; documents may name others."""

PERMIT_NOT_NEEDED = (ResidenceKind.EU_FREE_MOVEMENT, ResidenceKind.GERMAN)

NEVER_ENDING = (ResidenceKind.SETTLEMENT_PERMIT, *PERMIT_NOT_NEEDED)
"""Only the card runs out; any work is allowed."""


class PermitClass(models.TextChoices):
    """How long the best document still lasts (INDICATORS.md, "permit_horizon")."""

    EXPIRED = "expired", _("Expired")
    UP_TO_30 = "0-30", _("Up to 30 days")
    UP_TO_90 = "31-90", _("31 to 90 days")
    UP_TO_180 = "91-180", _("91 to 180 days")
    UP_TO_365 = "181-365", _("181 to 365 days")
    OVER_365 = "over_365", _("More than a year")
    UNLIMITED = "unlimited", _("Unlimited")
    PENDING = "pending", _("Until the authority decides")
    NOT_NEEDED = "not_needed", _("Not needed")
    UNKNOWN = "unknown", _("No document")


class Paper(models.TextChoices):
    """What the best document says, whatever the day: where its date decides, that is kept beside it."""

    DATED = "dated", _("With an end")
    UNLIMITED = PermitClass.UNLIMITED.value, PermitClass.UNLIMITED.label
    PENDING = PermitClass.PENDING.value, PermitClass.PENDING.label
    NOT_NEEDED = PermitClass.NOT_NEEDED.value, PermitClass.NOT_NEEDED.label
    NONE = PermitClass.UNKNOWN.value, PermitClass.UNKNOWN.label


PERMIT_BANDS = (
    (PermitClass.UP_TO_30, 30),
    (PermitClass.UP_TO_90, 90),
    (PermitClass.UP_TO_180, 180),
    (PermitClass.UP_TO_365, 365),
)
"""The classes by the days left, nearest first."""


class WorkPermission(models.TextChoices):
    """What work the document allows."""

    NONE = "none", pgettext_lazy("work permission", "none")
    THIS_JOB = "this_job", _("this job only")
    TRAINING_ONLY = "training_only", _("training only")
    ANY = "any", _("any work")


BOUND = (WorkPermission.THIS_JOB, WorkPermission.TRAINING_ONLY)
"""Permissions that can name an employer or an occupation."""


class ProvisionalEffect(models.TextChoices):
    """What holds until the authority decides about an application (§ 81 AufenthG), as ticked on the certificate."""

    PERMITTED = "81_3_1", _("stay counts as permitted (§ 81 (3) sentence 1)")
    TOLERATED = "81_3_2", _("removal counts as suspended (§ 81 (3) sentence 2)")
    CONTINUED = "81_4", _("the old title continues, with the work it allows (§ 81 (4))")
    CARD_ORDERED = "81_5a", _("the card is ordered, work is allowed (§ 81 (5a))")


class CopyType(models.TextChoices):
    """Kinds of files that a copy can be, by what they begin with and not by what they are called."""

    PDF = "application/pdf", "PDF"
    JPEG = "image/jpeg", "JPEG"
    PNG = "image/png", "PNG"

    @property
    def ending(self) -> str:
        """Of the file's name."""
        return {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}[self.value]

    @property
    def begins_with(self) -> bytes:
        """The first bytes of every such file."""
        return {"application/pdf": b"%PDF-", "image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n"}[
            self.value
        ]
