"""What falls due on a journey."""

from integration.deadlines.kinds import register
from programmes.pathways.deadlines.exams import EXAM_RESULT
from programmes.pathways.deadlines.permits import PERMIT_ENDS
from programmes.pathways.deadlines.phases import BETWEEN_PHASES, PHASE_TO_START, PLANNED_END


def declare() -> None:
    """In the order in which they are shown."""
    register(PERMIT_ENDS, PLANNED_END, PHASE_TO_START, BETWEEN_PHASES, EXAM_RESULT)
