"""Patterns from which a programme can be set up: pathways as employers walk them, to be adjusted to one's own.

Durations and marks are proposals; nothing of a pattern holds once the programme is saved.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from integration.law.enums import Number
from integration.law.queries import number_on
from programmes.pathways.enums import EndReason, PhaseKind


@dataclass(frozen=True)
class PatternPhase:
    """A phase as the pattern proposes it, called what it is: the same names as in `Phase`."""

    kind: PhaseKind
    duration_months: int | None = None
    optional: bool = False
    parallel: bool = False
    sponsor_required: bool = False
    contact_interval_days: int | None = None
    probation: Number | None = None

    @property
    def probation_months(self) -> int | None:
        """As long as the law allows today."""
        longest = number_on(self.probation, timezone.localdate()) if self.probation else None
        return None if longest is None else int(longest.value)

    @property
    def name(self) -> str:
        """As the kind is called."""
        return str(self.kind.label)

    def get_kind_display(self) -> str:
        """In words, as a phase says it."""
        return str(self.kind.label)


@dataclass(frozen=True)
class Pattern:
    """A way to set up a programme, in its order."""

    code: str
    title: str | Promise
    purpose: str | Promise
    phases: tuple[PatternPhase, ...]
    target_group: str | Promise = ""
    success_reasons: tuple[EndReason, ...] = ()

    @property
    def programme(self) -> dict[str, Any]:
        """What it proposes for the programme itself."""
        return {
            "name": str(self.title),
            "target_group": str(self.target_group),
            "success_reasons": "|".join(self.success_reasons),
        }


SPONSORED: Mapping[str, Any] = {"sponsor_required": True, "contact_interval_days": 28}

_TRAINING = PatternPhase(PhaseKind.TRAINING, duration_months=36, probation=Number.PROBATION_MOST, **SPONSORED)

PATTERNS = (
    Pattern(
        code="internship_training",
        title=_("Internship and training with a guaranteed job"),
        purpose=_(
            "Getting to know each other first, then dual training. Who passes is taken over: the guarantee is given with the training."
        ),
        phases=(PatternPhase(PhaseKind.INTERNSHIP, duration_months=3, **SPONSORED), _TRAINING),
        target_group=_("refugees"),
        success_reasons=(EndReason.COMPLETED, EndReason.TAKEN_OVER),
    ),
    Pattern(
        code="eq_training",
        title=_("Introductory qualification and training"),
        purpose=_("A year of introduction with a language course beside it, then training."),
        phases=(
            PatternPhase(PhaseKind.EQ, duration_months=12, **SPONSORED),
            PatternPhase(PhaseKind.LANGUAGE_COURSE, duration_months=12, parallel=True),
            _TRAINING,
        ),
        target_group=_("young refugees"),
        success_reasons=(EndReason.COMPLETED, EndReason.TAKEN_OVER),
    ),
    Pattern(
        code="qualification",
        title=_("Qualification"),
        purpose=_("Some months of courses and practice that lead into work, often led by a partner."),
        phases=(
            PatternPhase(PhaseKind.QUALIFICATION, duration_months=6),
            PatternPhase(PhaseKind.INTERNSHIP, duration_months=3, optional=True),
        ),
        target_group=_("refugees with a completed training or degree"),
        success_reasons=(EndReason.COMPLETED, EndReason.TAKEN_OVER, EndReason.OTHER_EMPLOYER),
    ),
    Pattern(
        code="coaching",
        title=_("Coaching"),
        purpose=_("Accompanies people while they are trained elsewhere: tutoring, exams, everyday questions."),
        phases=(PatternPhase(PhaseKind.COACHING, contact_interval_days=14),),
        target_group=_("trainees"),
        success_reasons=(EndReason.COMPLETED, EndReason.NO_FURTHER_SUPPORT_NEEDED),
    ),
    Pattern(
        code="retraining",
        title=_("Retraining"),
        purpose=_("A second occupation for people who have worked before, with a language course if needed."),
        phases=(
            PatternPhase(PhaseKind.RETRAINING, duration_months=28, **SPONSORED),
            PatternPhase(PhaseKind.LANGUAGE_COURSE, duration_months=6, optional=True, parallel=True),
        ),
        target_group=_("experienced refugees"),
        success_reasons=(EndReason.COMPLETED, EndReason.TAKEN_OVER),
    ),
)
"""In the order in which they are offered."""


def pattern_of(code: str) -> Pattern | None:
    """The pattern with this code."""
    return next((pattern for pattern in PATTERNS if pattern.code == code), None)
