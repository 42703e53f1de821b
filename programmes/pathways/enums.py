"""Codes of the journey (IMPORT.md, "Choices")."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PhaseKind(models.TextChoices):
    """What a phase of a programme is."""

    INTERNSHIP = "internship", _("Internship")
    EQ = "eq", _("Introductory qualification (EQ)")
    QUALIFICATION = "qualification", _("Qualification")
    TRAINING = "training", _("Training")
    RETRAINING = "retraining", _("Retraining")
    COACHING = "coaching", _("Coaching")
    LANGUAGE_COURSE = "language_course", _("Language course")


class Outcome(models.TextChoices):
    """How a phase ended."""

    COMPLETED = "completed", _("completed")
    PASSED = "passed", _("passed")
    FAILED_FINALLY = "failed_finally", _("failed for good")
    CONTRACT_DISSOLVED = "contract_dissolved", _("contract dissolved")
    MOVED_ON = "moved_on", _("moved on early")
    ENDED_EARLY = "ended_early", _("ended early")
    UNKNOWN = "unknown", _("unknown")


class EndReason(models.TextChoices):
    """Why an enrolment ended."""

    COMPLETED = "completed", _("Completed")
    TAKEN_OVER = "taken_over", _("Taken over")
    NO_FURTHER_SUPPORT_NEEDED = "no_further_support_needed", _("No further support needed")
    CONTRACT_DISSOLVED = "contract_dissolved", _("Contract dissolved")
    FAILED_FINALLY = "failed_finally", _("Failed for good")
    OTHER_EMPLOYER = "other_employer", _("Other employer")
    OTHER_PROGRAMME = "other_programme", _("Other programme")
    MOVED_AWAY = "moved_away", _("Moved away")
    PERMIT_LOST = "permit_lost", _("Permit lost")
    HEALTH = "health", _("Health")
    PERSONAL_REASONS = "personal_reasons", _("Personal reasons")
    LOST_CONTACT = "lost_contact", _("Contact lost")
    DIED = "died", _("Died")
    UNKNOWN = "unknown", _("Unknown")


class PauseReason(models.TextChoices):
    """Why an enrolment rests."""

    PARENTAL_LEAVE = "parental_leave", _("Parental leave")
    MATERNITY_PROTECTION = "maternity_protection", _("Maternity protection")
    ILLNESS = "illness", _("Illness")
    OTHER = "other", _("Other")


class ExamKind(models.TextChoices):
    """Exams of a training (BBiG §§ 37, 48)."""

    INTERMEDIATE = "intermediate", _("Intermediate exam")
    FINAL_PART_1 = "final_part_1", _("Final exam, part 1")
    FINAL_PART_2 = "final_part_2", _("Final exam, part 2")
    FINAL = "final", _("Final exam")


class ExamResult(models.TextChoices):
    """What came of an exam; empty while it is not known."""

    PASSED = "passed", _("passed")
    FAILED = "failed", _("failed")
    ABSENT = "absent", _("absent")


class Qualifier(models.TextChoices):
    """How exactly a number is meant."""

    EXACTLY = "exactly", _("exactly")
    ABOUT = "about", _("about")
    OVER = "over", _("over")
    AT_LEAST = "at_least", _("at least")


TRAINING_OUTCOMES = (Outcome.PASSED, Outcome.FAILED_FINALLY)
"""Only trainings and retrainings can be passed or failed for good."""

EXAMINED_KINDS = (PhaseKind.TRAINING, PhaseKind.RETRAINING)
