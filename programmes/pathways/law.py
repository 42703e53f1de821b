"""Which numbers of the law are shown where a phase is begun, left or planned anew."""

from collections.abc import Mapping

from integration.law.enums import Number
from programmes.pathways.enums import PhaseKind

AT_THE_START: Mapping[str, tuple[Number, ...]] = {
    PhaseKind.INTERNSHIP: (Number.INTERNSHIP_MOST,),
    PhaseKind.EQ: (Number.EQ_LEAST, Number.EQ_MOST, Number.EQ_HOURS, Number.EQ_SUBSIDY, Number.EQ_INSURANCE),
    PhaseKind.TRAINING: (
        *(Number.PROBATION_LEAST, Number.PROBATION_MOST),
        *(Number.TOLERATION_APPLY, Number.TOLERATION_EARLIEST),
    ),
}
AT_THE_END: Mapping[str, tuple[Number, ...]] = {
    PhaseKind.TRAINING: (Number.TRAINEE_NOTICE, Number.TOLERATION_SEARCH),
}
AT_A_NEW_PLAN: Mapping[str, tuple[Number, ...]] = {
    PhaseKind.TRAINING: (Number.EXTENSION_MOST, Number.PART_TIME_MOST, Number.PART_TIME_LEAST),
}
AT_AN_EXAM = (Number.ADMISSION, Number.RESITS)
OF_A_PROBATION = (Number.PROBATION_MOST, Number.PROBATION_NURSING)
OF_A_PATHWAY = (
    *(Number.INTERNSHIP_MOST, Number.EQ_LEAST, Number.EQ_MOST),
    *(Number.PROBATION_LEAST, *OF_A_PROBATION),
)
"""By the kinds of phases that a programme may have."""
