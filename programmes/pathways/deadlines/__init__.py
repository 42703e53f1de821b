"""What falls due on a journey."""

from integration.deadlines.kinds import register
from programmes.pathways.deadlines.assessments import EARLY_ASSESSMENT
from programmes.pathways.deadlines.exams import EXAM_DAY, EXAM_RESULT, RESIT
from programmes.pathways.deadlines.language import CERTIFICATE_AGE, NEXT_COURSE
from programmes.pathways.deadlines.notices import NOTICE
from programmes.pathways.deadlines.permits import NO_DECISION, OTHER_JOB, PERMIT_COVERS_PHASE, PERMIT_ENDS
from programmes.pathways.deadlines.phases import BETWEEN_PHASES, PHASE_TO_START, PLANNED_END
from programmes.pathways.deadlines.recognition import RECOGNITION
from programmes.pathways.deadlines.tolerations import TOLERATION
from programmes.pathways.deadlines.trainings import EXTENSION, PROBATION_ENDS


def declare() -> None:
    """In the order in which they are shown."""
    register(PERMIT_ENDS, PERMIT_COVERS_PHASE, OTHER_JOB, NO_DECISION, TOLERATION, NOTICE)
    register(EARLY_ASSESSMENT, PLANNED_END, PROBATION_ENDS, PHASE_TO_START, BETWEEN_PHASES)
    register(EXAM_DAY, EXAM_RESULT, RESIT, EXTENSION, NEXT_COURSE, CERTIFICATE_AGE, RECOGNITION)
