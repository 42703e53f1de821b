"""What a guarantee needs of the journey below it."""

from typing import Any

from integration.periods.refusals import Refused
from programmes.guarantees.enums import Decision
from programmes.guarantees.models import Employment, RetentionGuarantee
from programmes.pathways.enums import Outcome
from programmes.pathways.models import JourneyStep
from programmes.pathways.refusals import DEPENDED_ON


def step_undoing(step: JourneyStep, **_kwargs: Any) -> None:
    """A passed training and a job stay while a guarantee is recorded as fulfilled by them."""
    fulfils = any(
        change["after"].get("outcome") == Outcome.PASSED or change["row"] == Employment._meta.label_lower
        for change in step.changes
    )
    fulfilled = RetentionGuarantee.objects.filter(enrolment=step.enrolment_id, decision=Decision.FULFILLED)
    if fulfils and fulfilled.exists():
        raise Refused(DEPENDED_ON)
