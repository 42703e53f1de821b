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


class Fit(models.TextChoices):
    """What colleagues say after the first days of an internship."""

    FITS = "fits", _("fits")
    WITH_SUPPORT = "with_support", _("fits with support")
    NOT_HERE = "not_here", _("does not fit here")


class Qualifier(models.TextChoices):
    """How exactly a number is meant."""

    EXACTLY = "exactly", _("exactly")
    ABOUT = "about", _("about")
    OVER = "over", _("over")
    AT_LEAST = "at_least", _("at least")


TRAINING_OUTCOMES = (Outcome.PASSED, Outcome.FAILED_FINALLY)
"""Only trainings and retrainings can be passed or failed for good."""

EXAMINED_KINDS = (PhaseKind.TRAINING, PhaseKind.RETRAINING)


class JourneyState(models.TextChoices):
    """How an enrolment stands. A phase or an enrolment whose end is recorded is over for this, whatever day that is."""

    NOT_ENTERED = "not_entered", _("not entered yet")
    BETWEEN_PHASES = "between_phases", _("between phases")
    IN_PHASE = "in_phase", _("in a phase")
    PAUSED = "paused", _("paused")
    ENDED = "ended", _("ended")


class Verb(models.TextChoices):
    """The steps of a journey. The last ones are made by apps above; all stand in one order, and are undone in it."""

    ENROL = "enrol", _("Enrol")
    START_PHASE = "start_phase", _("Start a phase")
    MOVE_ON = "move_on", _("Move on to the next phase")
    COMPLETE_PHASE = "complete_phase", _("Record the end of a phase")
    PAUSE = "pause", _("Pause")
    RESUME = "resume", _("End the pause")
    EXTEND = "extend", _("Change the planned end")
    PROLONG_PROBATION = "prolong_probation", _("Prolong the probation")
    TRANSFER = "transfer", _("Transfer")
    END_ENROLMENT = "end_enrolment", _("End the enrolment")
    RECORD_EXAM = "record_exam", _("Record an exam")
    CORRECT = "correct", _("Correct a mistake")
    START_SPONSORSHIP = "start_sponsorship", _("Start a sponsorship")
    END_SPONSORSHIP = "end_sponsorship", _("End a sponsorship")
    GIVE_GUARANTEE = "give_guarantee", _("Give a guarantee")
    DECIDE_GUARANTEE = "decide_guarantee", _("Decide a guarantee")
    RECORD_EMPLOYMENT = "record_employment", _("Record a job")


POSSIBLE: dict[JourneyState, frozenset[Verb]] = {
    JourneyState.NOT_ENTERED: frozenset({Verb.START_PHASE, Verb.TRANSFER}),
    JourneyState.BETWEEN_PHASES: frozenset(
        {
            Verb.START_PHASE,
            Verb.COMPLETE_PHASE,
            Verb.PAUSE,
            Verb.EXTEND,
            Verb.TRANSFER,
            Verb.END_ENROLMENT,
            Verb.RECORD_EXAM,
        }
    ),
    JourneyState.IN_PHASE: frozenset(
        {
            Verb.START_PHASE,
            Verb.MOVE_ON,
            Verb.COMPLETE_PHASE,
            Verb.PAUSE,
            Verb.EXTEND,
            Verb.PROLONG_PROBATION,
            Verb.TRANSFER,
            Verb.END_ENROLMENT,
            Verb.RECORD_EXAM,
        }
    ),
    JourneyState.PAUSED: frozenset(
        {
            Verb.COMPLETE_PHASE,
            Verb.RESUME,
            Verb.EXTEND,
            Verb.PROLONG_PROBATION,
            Verb.TRANSFER,
            Verb.END_ENROLMENT,
            Verb.RECORD_EXAM,
        }
    ),
    JourneyState.ENDED: frozenset({Verb.RECORD_EXAM}),
}
"""The life cycle: which steps an enrolment can take as it stands. What it has done last it can always undo, and correct.

Between phases there can still be a parallel one to end or to extend; in a phase only a parallel one can start beside it.
"""

_LEAVING = frozenset(
    {
        EndReason.OTHER_EMPLOYER,
        EndReason.OTHER_PROGRAMME,
        EndReason.MOVED_AWAY,
        EndReason.PERMIT_LOST,
        EndReason.HEALTH,
        EndReason.PERSONAL_REASONS,
    }
)
_REACHED = frozenset({EndReason.COMPLETED, EndReason.TAKEN_OVER, EndReason.NO_FURTHER_SUPPORT_NEEDED})


def outcomes_of(kind: PhaseKind | str) -> tuple[Outcome, ...]:
    """The outcomes a phase of this kind can have."""
    return tuple(outcome for outcome in Outcome if kind in EXAMINED_KINDS or outcome not in TRAINING_OUTCOMES)


def outcome_on_leaving(reason: EndReason | str, kind: PhaseKind | str) -> Outcome:
    """How a phase that is still open ends with its enrolment.

    Who leaves in the middle of a training dissolves its contract; other phases end early. That a training was passed is
    never assumed: it is recorded with the phase before the enrolment is ended.
    """
    if reason in _REACHED:
        return Outcome.COMPLETED
    if reason == EndReason.CONTRACT_DISSOLVED or (reason in _LEAVING and kind == PhaseKind.TRAINING):
        return Outcome.CONTRACT_DISSOLVED
    if reason == EndReason.FAILED_FINALLY and kind in EXAMINED_KINDS:
        return Outcome.FAILED_FINALLY
    if reason in {*_LEAVING, EndReason.FAILED_FINALLY, EndReason.DIED}:
        return Outcome.ENDED_EARLY
    return Outcome.UNKNOWN
