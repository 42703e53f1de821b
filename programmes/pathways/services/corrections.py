"""Correcting what was recorded by mistake. Each correction is a step of the journey: it is kept, and can be undone.

What is open is ended by the step that ends it; a correction moves days and reasons, and may reopen a phase.
"""

from datetime import date

from integration.accounts.models import User
from integration.periods.refusals import Refused
from programmes.pathways.enums import EndReason, Outcome, PauseReason, Verb
from programmes.pathways.models import Enrolment, Pause, PhaseEntry
from programmes.pathways.refusals import NOT_BY_CORRECTION
from programmes.pathways.services.pauses import move_planned_ends, rest_of
from programmes.pathways.services.steps import check_days, journey_step, reread


def correct_end(enrolment: Enrolment, ended_on: date, reason: EndReason, *, by: User | None = None) -> Enrolment:
    """Put the recorded end of an enrolment right. A second time changes nothing; what has not ended is refused."""
    check_days(ended_on)
    with journey_step(enrolment, Verb.CORRECT, by) as step:
        current = step.enrolment
        if current.ended_on is None:
            raise Refused(NOT_BY_CORRECTION)
        step.change(current, ended_on=ended_on, end_reason=reason)
        return current


def correct_entry(
    entry: PhaseEntry,
    *,
    started_on: date,
    planned_end_on: date | None = None,
    ended_on: date | None = None,
    outcome: Outcome | None = None,
    by: User | None = None,
) -> PhaseEntry:
    """Put the days and the outcome of a phase right; without a last day it goes on. A second time changes nothing."""
    check_days(started_on, planned_end_on, ended_on)
    with journey_step(entry.enrolment, Verb.CORRECT, by) as step:
        current = reread(entry)
        ends_newly = current.ended_on is None and ended_on is not None
        if ends_newly or (ended_on is None) != (outcome is None):
            raise Refused(NOT_BY_CORRECTION)
        step.change(
            current,
            started_on=started_on,
            planned_end_on=planned_end_on,
            ended_on=ended_on,
            outcome=outcome or "",
        )
        return current


def correct_pause(
    pause: Pause, *, started_on: date, ended_on: date | None, reason: PauseReason, by: User | None = None
) -> Pause:
    """Put a pause right; what parental leave does to planned ends follows. A second time changes nothing."""
    check_days(started_on, ended_on)
    with journey_step(pause.enrolment, Verb.CORRECT, by) as step:
        current = reread(pause)
        before = rest_of(current)
        step.change(current, started_on=started_on, ended_on=ended_on, reason=reason)
        move_planned_ends(step, current, before=before)
        return current
