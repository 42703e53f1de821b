"""What falls due on a journey."""

from integration.deadlines.kinds import register
from programmes.pathways.deadlines.exams import EXAM_RESULT
from programmes.pathways.deadlines.permits import NO_DECISION, OTHER_JOB, PERMIT_COVERS_PHASE, PERMIT_ENDS
from programmes.pathways.deadlines.phases import BETWEEN_PHASES, PHASE_TO_START, PLANNED_END


def declare() -> None:
    """In the order in which they are shown."""
    register(
        PERMIT_ENDS,
        PERMIT_COVERS_PHASE,
        OTHER_JOB,
        NO_DECISION,
        PLANNED_END,
        PHASE_TO_START,
        BETWEEN_PHASES,
        EXAM_RESULT,
    )
