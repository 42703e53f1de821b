"""Letting a journey rest, and taking it up again."""

from datetime import date, timedelta

from integration.accounts.models import User
from integration.periods.refusals import Refused
from programmes.pathways.enums import PauseReason, PhaseKind, Verb
from programmes.pathways.models import Enrolment, Pause
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
        _move_planned_ends(step, created, before=None)
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
            before = each.ended_on
            step.change(each, ended_on=last_day)
            _move_planned_ends(step, each, before=before)
        return running


def _move_planned_ends(step: Step, rest: Pause, *, before: date | None) -> None:
    """Shift what the pause, which used to last until `before`, does to the planned ends of open trainings."""
    if rest.reason != PauseReason.PARENTAL_LEAVE or rest.ended_on is None:
        return
    for entry in open_entries(step.enrolment).filter(phase__kind=PhaseKind.TRAINING, planned_end_on__isnull=False):
        first = max(rest.started_on, entry.started_on)
        days = _days(first, rest.ended_on) - _days(first, before)
        if entry.planned_end_on is not None:
            step.change(entry, planned_end_on=entry.planned_end_on + timedelta(days=days))


def _days(first: date, last: date | None) -> int:
    return 0 if last is None else max(0, (last - first).days + 1)
