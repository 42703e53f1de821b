"""Letting a journey rest, and taking it up again."""

from datetime import date, timedelta
from typing import NamedTuple

from integration.accounts.models import User
from integration.periods.refusals import Refused
from programmes.pathways.enums import PauseReason, PhaseKind, Verb
from programmes.pathways.models import Enrolment, Pause, PhaseEntry
from programmes.pathways.queries import open_entries
from programmes.pathways.refusals import NOT_PAUSED
from programmes.pathways.services.steps import Step, check_days, journey_step


def pause(
    enrolment: Enrolment,
    started_on: date,
    reason: PauseReason,
    *,
    ended_on: date | None = None,
    by: User | None = None,
) -> Pause:
    """Let an enrolment rest, with or without a known last day. A second time returns the pause that is there.

    Parental leave of known length moves the planned end of a training by as many days (BEEG § 20); illness does not.
    """
    check_days(started_on, ended_on)
    with journey_step(enrolment, Verb.PAUSE, by) as step:
        asked = {"started_on": started_on, "ended_on": ended_on, "reason": reason}
        standing = step.enrolment.pauses.filter(**asked).first()
        if standing is not None:
            return standing
        step.require_possible()
        created = step.create(Pause(enrolment=step.enrolment, **asked))
        move_planned_ends(step, created, before=None)
        return created


def resume(enrolment: Enrolment, on: date, *, by: User | None = None) -> list[Pause]:
    """Take the journey up again on a day: whatever pauses it ends the day before. A second time changes nothing."""
    check_days(on)
    with journey_step(enrolment, Verb.RESUME, by) as step:
        last_day = on - timedelta(days=1)
        running = list(step.enrolment.pauses.active_on(on).order_by("started_on"))
        if not running:
            ended = list(step.enrolment.pauses.filter(ended_on=last_day).order_by("started_on"))
            if ended:
                return ended
            raise Refused(NOT_PAUSED)
        step.require_possible()
        for each in running:
            before = rest_of(each)
            step.change(each, ended_on=last_day)
            move_planned_ends(step, each, before=before)
        return running


class Rest(NamedTuple):
    """What of a pause matters for planned ends."""

    started_on: date
    ended_on: date | None
    reason: str


def rest_of(pause: Pause) -> Rest:
    """A pause as it is now, to be kept before it changes."""
    return Rest(pause.started_on, pause.ended_on, pause.reason)


def move_planned_ends(step: Step, pause: Pause, *, before: Rest | None) -> None:
    """Shift what the pause, which used to be as `before`, does to the planned ends of open trainings."""
    for entry in open_entries(step.enrolment).filter(phase__kind=PhaseKind.TRAINING, planned_end_on__isnull=False):
        days = _shift(rest_of(pause), entry) - (_shift(before, entry) if before else 0)
        if entry.planned_end_on is not None:
            step.change(entry, planned_end_on=entry.planned_end_on + timedelta(days=days))


def _shift(rest: Rest, entry: PhaseEntry) -> int:
    """By how many days a rest moves the planned end: parental leave of known length, as far as it lies in the training."""
    if rest.reason != PauseReason.PARENTAL_LEAVE or rest.ended_on is None:
        return 0
    return max(0, (rest.ended_on - max(rest.started_on, entry.started_on)).days + 1)
