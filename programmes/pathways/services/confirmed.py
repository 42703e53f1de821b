"""Making a change that somebody decided on after a look: nobody overwrites what came in between."""

from collections.abc import Callable
from typing import Any

from integration.periods.refusals import CHANGED_MEANWHILE, Refused, one_change
from programmes.pathways.models import Enrolment, JourneyStep
from programmes.pathways.queries import last_step
from programmes.pathways.services.steps import lock


def confirmed(enrolment: Enrolment, change: Callable[[], Any], *, seen: int) -> JourneyStep | None:
    """Make a change if the last step of the journey is still the one that was seen (0 for none); returns the last step now.

    A change that is there already, as after a second click, is made once, whatever was seen.
    """
    with one_change():
        before = last_step(lock(enrolment))
        change()
        after = last_step(enrolment)
        if after != before and seen != (before.pk if before else 0):
            raise Refused(CHANGED_MEANWHILE)
        return after
